// The button that opens a file: a saved run, or the JSON of a study.

import './open-file.css';
import { openLater } from '../app/files';

export function OpenFile() {
  return (
    <label class="button button-small open-file">
      <input
        type="file"
        data-action="open-file"
        accept=".gz,.json"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // Without this, choosing the same file again would be no change.
          currentTarget.value = '';
          openLater(files);
        }}
      />
      Open a file…
    </label>
  );
}
