using System.Text;

namespace DataCuration.Tokenization;

/// <summary>Maps the lengths of tokens of a composed text (NFC) to those in the original text.</summary>
internal static class ComposedSpans
{
    /// <summary>Replaces the lengths.</summary>
    /// <param name="text">The original text.</param>
    /// <param name="lengths">The number of bytes of each token, in the composed text; receives those in the original text.</param>
    public static void ToOriginal(string text, Span<int> lengths)
    {
        // The current piece of text, which is composed on its own, in both texts. Ends of tokens inside a changed piece are moved to its end.
        int at = 0, composedEnd = 0, originalEnd = 0, composedStart = 0, originalStart = 0;
        bool isChanged = false;
        int composedPlace = 0, mapped = 0;
        foreach (ref int length in lengths)
        {
            composedPlace += length;
            while (composedEnd < composedPlace)
            {
                int next = CanonicalComposition.FindBoundary(text, at);
                string piece = text[at..next], composed = CanonicalComposition.Compose(piece);
                (composedStart, originalStart) = (composedEnd, originalEnd);
                composedEnd += Encoding.UTF8.GetByteCount(composed);
                originalEnd += Encoding.UTF8.GetByteCount(piece);
                isChanged = composed != piece;
                at = next;
            }
            int end = composedPlace == composedEnd || isChanged ? originalEnd : originalStart + composedPlace - composedStart;
            length = end - mapped;
            mapped = end;
        }
    }
}
