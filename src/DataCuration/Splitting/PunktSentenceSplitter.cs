using System.Buffers;

namespace DataCuration;

/// <summary>
/// NLTK 3.8's PunktSentenceTokenizer without training (nltk/tokenize/punkt.py; T. Kiss and J. Strunk, Computational Linguistics 32, 2006): no abbreviations,
/// collocations or sentence starters are known.
/// </summary>
internal sealed class PunktSentenceSplitter : SentenceSplitter
{
    /// <summary>White space as Python's <c>string.whitespace</c>.</summary>
    private static readonly SearchValues<byte> AsciiSpaces = SearchValues.Create(" \t\n\r\v\f"u8);

    public override string Name => "punkt_untrained_nltk_3.8";

    public override TextSpans Split(ReadOnlyMemory<byte> utf8Text)
    {
        var finder = new Finder(utf8Text.Span);
        finder.Run();
        return new(utf8Text, finder.Sentences.ToArrayAndReturn());
    }

    private ref struct Finder(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> text = text;

        /// <summary>The sentence that ended last, which may take closing marks from the one after it; -1 before the first.</summary>
        private int openStart = -1, openEnd;

        /// <summary>The start of the sentence that has not ended.</summary>
        private int start;

        public RangeBuffer Sentences = new(0);

        public void Run()
        {
            int wordStart = 0, wordEnd = 0;
            Mark last = default;
            bool hasLast = false;
            int at = 0;
            while (text[at..].IndexOfAny((byte)'.', (byte)'!', (byte)'?') is >= 0 and var distance)
            {
                at += distance + 1;
                if (!TryContext(at, out Mark mark)) continue;
                // The word before the mark. A blank directly after the mark before it does not count.
                int blank = text[wordEnd..(at - 1)].LastIndexOfAny(AsciiSpaces);
                int nextStart = blank > 0 ? wordEnd + blank + 1 : wordStart;
                if (hasLast && wordEnd <= nextStart) EndIfBreak(wordStart, last);
                (wordStart, wordEnd, last, hasLast) = (nextStart, at - 1, mark, true);
            }
            if (hasLast) EndIfBreak(wordStart, last);
            Close(start, TextSpans.TrimEnd(text, 0, text.Length));
            if (openStart >= 0 && openEnd > openStart) Sentences.Add(openStart, openEnd - openStart);
        }

        /// <summary>Finds what follows a mark: a sign, or white space and a word.</summary>
        private readonly bool TryContext(int at, out Mark mark)
        {
            mark = default;
            if (at == text.Length) return false;
            if (PunktTokens.IsNonWord(text[at]))
            {
                mark = new(at, at, at + 1);
                return true;
            }
            int next = at;
            while (next < text.Length && Utf8WhiteSpace.LengthAt(text, next) is > 0 and var size) next += size;
            if (next == at || next == text.Length) return false;
            int end = next;
            while (end < text.Length && Utf8WhiteSpace.LengthAt(text, end) == 0) end++;
            mark = new(at, next, end);
            return true;
        }

        private void EndIfBreak(int wordStart, Mark mark)
        {
            if (!PunktTokens.ContainBreak(text[wordStart..mark.ContextEnd])) return;
            Close(start, mark.End);
            start = mark.Next;
        }

        /// <summary>Ends a sentence. Closing marks at its start belong to the sentence before it.</summary>
        private void Close(int from, int to)
        {
            int closing = from;
            while (openStart >= 0 && closing < to && text[closing] is (byte)'"' or (byte)'\'' or (byte)')' or (byte)']' or (byte)'}') closing++;
            if (closing > from)
            {
                int next = closing;
                while (next < to && Utf8WhiteSpace.LengthAt(text, next) is > 0 and var size) next += size;
                bool isDash = closing + 1 < to && text[closing] == '-' && text[closing + 1] == '-';
                if (next > closing || isDash || closing == to)
                {
                    Sentences.Add(openStart, closing - openStart);
                    (openStart, openEnd) = (next, to);
                    return;
                }
            }
            if (openStart >= 0 && openEnd > openStart) Sentences.Add(openStart, openEnd - openStart);
            (openStart, openEnd) = (from, to);
        }

        /// <summary>A terminal mark.</summary>
        /// <param name="End">The end of the mark.</param>
        /// <param name="Next">The start of what follows it, without white space.</param>
        /// <param name="ContextEnd">The end of the sign or the word that follows.</param>
        private readonly record struct Mark(int End, int Next, int ContextEnd);
    }
}
