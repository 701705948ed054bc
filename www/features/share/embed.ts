// Writes the HTML that shows an experiment in another page.

/** Escapes a text for an attribute in double quotes. */
function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Returns an iframe of a link. `allow` hands on the isolation of the page around it, which the frame needs for threads;
 * if that page has none, it changes nothing.
 */
export function embedSnippet(link: string, title: string): string {
  return (
    `<iframe src="${attribute(link)}" title="${attribute(`Brigade: ${title}`)}" width="100%" height="800" ` +
    `loading="lazy" allow="cross-origin-isolated; clipboard-write" style="border: 0"></iframe>`
  );
}
