// The library: every public name listed one by one. Filled in as core grows.
export {};
