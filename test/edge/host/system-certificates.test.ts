import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import tls from 'node:tls';
import {
  certificatesIn,
  systemCertificates,
  trustedCertificates,
} from '../../../src/edge/host/system-certificates.ts';
import { certificate, certificatePath } from '../cluster/stand-in-server.ts';

const CA = certificate('ca.crt').trim();
const OTHER = certificate('other-ca.crt').trim();

function folderWith(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-certificates-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

suite('certificates of the machine', () => {
  test('are those of SSL_CERT_FILE alone, when it is set', async () => {
    assert.ok((await systemCertificates({ SSL_CERT_FILE: certificatePath('ca.crt') })).includes(CA));
  });

  test('are those of each folder in SSL_CERT_DIR besides', async (t) => {
    const one = folderWith(t, { 'a.pem': CA, 'README.md': 'no certificate' });
    const two = folderWith(t, { 'b.crt': `# bundle\n${OTHER}\n${CA}\n` });
    const found = await systemCertificates({
      SSL_CERT_FILE: certificatePath('other-ca.crt'),
      SSL_CERT_DIR: `${one}:${two}:/nowhere`,
    });
    assert.deepEqual([found.includes(CA), found.includes(OTHER)], [true, true]);
    assert.equal(found.filter((one) => one === CA).length, 1);
  });

  test('are trusted with NODE_EXTRA_CA_CERTS, and with those of Node where there are none', async () => {
    const ofNode = tls.rootCertificates[0] ?? '';
    const extra = { NODE_EXTRA_CA_CERTS: certificatePath('other-ca.crt') };
    const trusted = await trustedCertificates({ ...extra, SSL_CERT_FILE: certificatePath('ca.crt') });
    assert.ok(trusted.includes(CA) && trusted.includes(OTHER));
    assert.equal(trusted.includes(ofNode), process.platform !== 'linux');
    const none = await trustedCertificates({
      ...extra,
      SSL_CERT_FILE: '/dev/null',
      SSL_CERT_DIR: '/nowhere',
    });
    assert.ok(none.includes(ofNode) && none.includes(OTHER));
  });

  test('are fewer, and no error, when a file cannot be read', async () => {
    assert.ok(
      Array.isArray(await systemCertificates({ SSL_CERT_FILE: '/nowhere', SSL_CERT_DIR: '/nowhere' })),
    );
  });

  test('are found in whatever stands around them', () => {
    assert.deepEqual(certificatesIn(`words\r\n${CA}\nmore words ${OTHER}`), [CA, OTHER]);
    assert.deepEqual(certificatesIn(CA.slice(0, -10)), []);
    assert.deepEqual(certificatesIn(''), []);
  });
});
