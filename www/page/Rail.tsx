// Lists families and their scenarios. On narrow screens the list folds into a menu under the name of the present
// scenario.

import { useId, useState } from 'preact/hooks';
import type { Catalog } from '../contract/protocol';
import { presetLink } from '../link/link';
import { followPlainClick } from '../widgets/clicks';
import { Icon } from '../widgets/icons';

interface RailProps {
  catalog: Catalog;
  /** Id of the scenario on the stage. */
  current: string;
  onPick: (scenario: string) => void;
}

export function Rail({ catalog, current, onPick }: RailProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const title = catalog.scenarios.find((scenario) => scenario.id === current)?.title ?? 'Scenarios';
  const families = catalog.families
    .map((family) => ({
      ...family,
      scenarios: catalog.scenarios.filter((scenario) => scenario.family === family.id && !scenario.hidden),
    }))
    .filter((family) => family.scenarios.length > 0);

  return (
    <nav class={open ? 'rail rail-open' : 'rail'} aria-label="Scenarios">
      <button
        type="button"
        class="rail-toggle"
        aria-expanded={open}
        aria-controls={id}
        data-action="menu"
        onClick={() => setOpen(!open)}
      >
        <span class="rail-toggle-label">Scenario</span>
        <span class="rail-toggle-title">{title}</span>
        <Icon name="chevron" />
      </button>
      <div class="rail-list" id={id}>
        {families.map((family) => (
          <section key={family.id} class="rail-family">
            <h2 class="rail-title">{family.title}</h2>
            <p class="rail-summary">{family.summary}</p>
            <ul>
              {family.scenarios.map((scenario) => (
                <li key={scenario.id}>
                  <a
                    class="rail-link"
                    href={presetLink(scenario.id)}
                    aria-current={scenario.id === current ? 'page' : undefined}
                    onClick={followPlainClick(() => {
                      setOpen(false);
                      onPick(scenario.id);
                    })}
                  >
                    {scenario.title}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  );
}
