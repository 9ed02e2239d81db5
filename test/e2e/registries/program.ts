/** Smallest static programs a kernel runs, so that images need no download: one waits, one ends at once. */

const ELF_HEADER = 64;
const PROGRAM_HEADER = 56;
const LOAD_ADDRESS = 0x400000n;

export type Architecture = 'amd64' | 'arm64';
export type Program = 'wait' | 'end';

/** Linux system calls as machine code. amd64: pause(2), exit(2). arm64: ppoll(2), exit(2). */
const CODE: Readonly<Record<Architecture, Readonly<Record<Program, readonly number[]>>>> = {
  amd64: {
    // mov eax,34; syscall; jmp back
    wait: [0xb8, 0x22, 0, 0, 0, 0x0f, 0x05, 0xeb, 0xf7],
    // mov eax,60; xor edi,edi; syscall
    end: [0xb8, 0x3c, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05],
  },
  arm64: {
    // mov x0..x3,0; mov x8,73; svc 0; b back
    wait: words(0xd2800000, 0xd2800001, 0xd2800002, 0xd2800003, 0xd2800928, 0xd4000001, 0x17fffffa),
    // mov x0,0; mov x8,93; svc 0
    end: words(0xd2800000, 0xd2800ba8, 0xd4000001),
  },
};

const MACHINE: Readonly<Record<Architecture, number>> = { amd64: 62, arm64: 183 };

function words(...instructions: readonly number[]): readonly number[] {
  return instructions.flatMap((word) => [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24]);
}

/** An ELF executable (System V ABI) of one segment that holds nothing but the code. */
export function assembleProgram(architecture: Architecture, program: Program): Buffer {
  const code = Buffer.from(CODE[architecture][program]);
  const start = ELF_HEADER + PROGRAM_HEADER;
  const file = Buffer.alloc(start + code.length);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  file.writeUInt16LE(2, 16);
  file.writeUInt16LE(MACHINE[architecture], 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(LOAD_ADDRESS + BigInt(start), 24);
  file.writeBigUInt64LE(BigInt(ELF_HEADER), 32);
  file.writeUInt16LE(ELF_HEADER, 52);
  file.writeUInt16LE(PROGRAM_HEADER, 54);
  file.writeUInt16LE(1, 56);
  // One loadable segment, readable and executable.
  file.writeUInt32LE(1, ELF_HEADER);
  file.writeUInt32LE(5, ELF_HEADER + 4);
  file.writeBigUInt64LE(LOAD_ADDRESS, ELF_HEADER + 16);
  file.writeBigUInt64LE(LOAD_ADDRESS, ELF_HEADER + 24);
  file.writeBigUInt64LE(BigInt(file.length), ELF_HEADER + 32);
  file.writeBigUInt64LE(BigInt(file.length), ELF_HEADER + 40);
  file.writeBigUInt64LE(4096n, ELF_HEADER + 48);
  code.copy(file, start);
  return file;
}

/** The architecture of this machine, as images name it. */
export function ownArchitecture(): Architecture {
  return process.arch === 'arm64' ? 'arm64' : 'amd64';
}

/** One that is not this machine's. */
export function foreignArchitecture(): Architecture {
  return ownArchitecture() === 'amd64' ? 'arm64' : 'amd64';
}
