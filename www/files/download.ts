// Gives the reader a file.

/** Time in ms until the file's address is given up; browsers have begun to read the file long before. */
const KEEP = 60_000;

export function download(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEEP);
}
