// The builds of the core on the site: for each family of scenarios one with threads and one without, so that a reader
// downloads only the code of the family on the screen. `build.sh` makes them from the crate's features.

/** The family whose build runs the scenarios that every build has. */
const DEFAULT_FAMILY = 'fractals';

const urls = import.meta.glob<string>('../../pkg/*/brigade_bg.wasm', { eager: true, query: '?url', import: 'default' });

const fileOf = (build: string): string => `../../pkg/${build}/brigade_bg.wasm`;

/** Returns the name of the build that runs a family's scenarios. */
export function buildOf(family: string, threaded: boolean): string {
  const variant = threaded ? 'threads' : 'single';
  const build = `${variant}-${family}`;
  return fileOf(build) in urls ? build : `${variant}-${DEFAULT_FAMILY}`;
}

/** Returns the address of a build's wasm module. */
export function moduleUrl(build: string): string {
  const url = urls[fileOf(build)];
  if (url === undefined) throw new Error(`There is no build ${build}.`);
  return url;
}
