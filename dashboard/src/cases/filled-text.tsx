import { fillBlanks } from './blanks.ts'

/** A template as it would be read: a blank without a value is a red chip, never a gap. */
export const FilledText = ({ text, values }: { text: string; values: Readonly<Record<string, string>> }) => (
  <p className="as-written filled-text">
    {fillBlanks(text, values).map((piece, index) =>
      piece.kind === 'text' ? (
        <span key={index}>{piece.words}</span>
      ) : (
        <span key={index} className={piece.kind === 'empty' ? 'pill bad' : 'filled'}>
          {piece.words}
        </span>
      ),
    )}
  </p>
)
