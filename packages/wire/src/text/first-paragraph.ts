/** The first paragraph of our own HTML that is more than a heading; all of it where there is none. */
export function firstParagraph(html: string): string {
  const paragraphs = html.match(/<p>.*?<\/p>/gs) ?? [];
  return paragraphs.find((paragraph) => !/^<p><strong>[^<]*<\/strong><\/p>$/.test(paragraph)) ?? paragraphs[0] ?? html;
}
