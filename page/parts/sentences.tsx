/** A text of the connector: a paragraph a line. */
export function Sentences({ text }: { text: string }) {
  const lines = text.split('\n').filter(Boolean)
  return (
    <>
      {lines.map((line, index) => (
        <p key={index}>{line}</p>
      ))}
    </>
  )
}
