// The family of the sums on the page. Loaded when it is first shown, as the first visit shows another family.

import type { FamilyPage } from '../../stage/family-page';
import { Lazy } from '../../widgets/Lazy';

const load = () => import('./SumsLab').then(({ SumsLab }) => SumsLab);

export default {
  Stage: () => <Lazy load={load} minHeight={640} />,
} satisfies FamilyPage;
