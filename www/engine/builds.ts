// The builds of the core that the site has, each with threads and without. A family of scenarios names its build in the
// catalog, so that a reader downloads the code of what is looked at. `build.sh` makes them.

import catalog from '../generated/index.json';

const urls = import.meta.glob<string>('../../pkg/*/brigade_bg.wasm', { eager: true, query: '?url', import: 'default' });

const builds = new Map<string, string | null>(catalog.families.map(({ id, build }) => [id, build]));

/** The build that runs what every build has: the one that most readers have already, of the family at the top of the list. */
const FIRST = [...builds.values()].find((build) => build !== null);

/** Returns the name of the build that runs a family's scenarios. */
export function buildOf(family: string, threaded: boolean): string {
  return `${threaded ? 'threads' : 'single'}-${builds.get(family) ?? FIRST}`;
}

/** Returns the address of a build's wasm module. */
export function moduleUrl(build: string): string {
  const url = urls[`../../pkg/${build}/brigade_bg.wasm`];
  if (url === undefined) throw new Error(`There is no build ${build}.`);
  return url;
}
