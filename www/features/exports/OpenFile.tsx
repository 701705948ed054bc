// The button that opens a file: a saved run, or the JSON of a study.

import { act } from './door';
import '../../widgets/open-file.css';

export function OpenFile() {
  return (
    <label class="button button-small open-file">
      <input
        type="file"
        data-action="open-file"
        accept=".gz,.json"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // The same file can be chosen again.
          currentTarget.value = '';
          act(({ openFiles }) => openFiles(files));
        }}
      />
      Open a file…
    </label>
  );
}
