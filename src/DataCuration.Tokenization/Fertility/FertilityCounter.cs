using System.Runtime.InteropServices;

namespace DataCuration.Tokenization;

/// <summary>Counts the tokens of texts by one encoder, and the words that they split.</summary>
/// <param name="encoder">The encoder.</param>
internal sealed class FertilityCounter(ITokenEncoder encoder)
{
    private readonly HuggingFaceTokenizer? tokenizer = encoder as HuggingFaceTokenizer;
    private readonly ITokenSpanEncoder? spans = encoder is ITokenSpanEncoder { HasSpans: true } known ? known : null;
    private readonly List<TokenOffset> offsets = [];
    private readonly List<int> tokens = [], lengths = [];

    /// <summary>True if the encoder tells the places of its tokens.</summary>
    public bool HasPlaces => tokenizer is not null || spans is not null;

    /// <summary>Finds the words of a text: runs of letters, marks and numbers.</summary>
    public static void FindWords(ReadOnlySpan<byte> text, List<(int Start, int End)> words)
    {
        const int Word = WordClasses.Letter | WordClasses.Mark | WordClasses.Number;
        for (int at = 0; at < text.Length;)
        {
            int end = WordClasses.EndOf(text, at, Word);
            if (end > at) words.Add((at, end));
            at = WordClasses.EndOfOthers(text, end, Word);
        }
    }

    /// <summary>Adds the counts of a text.</summary>
    /// <param name="text">The text in valid UTF-8.</param>
    /// <param name="words">Its words.</param>
    /// <param name="counts">Receives the counts.</param>
    public void Add(ReadOnlySpan<byte> text, ReadOnlySpan<(int Start, int End)> words, FertilityCounts counts)
    {
        offsets.Clear();
        tokens.Clear();
        if (tokenizer is not null) tokenizer.EncodeWithOffsets(text, offsets);
        else if (spans is not null)
        {
            lengths.Clear();
            spans.EncodeSpans(text, tokens, lengths);
            for (int i = 0, at = 0; i < tokens.Count; at += lengths[i++]) offsets.Add(new TokenOffset(tokens[i], at, at + lengths[i]));
        }
        else encoder.Encode(text, tokens);
        counts.Tokens += HasPlaces ? offsets.Count : tokens.Count;
        if (!HasPlaces) return;
        ReadOnlySpan<TokenOffset> places = CollectionsMarshal.AsSpan(offsets);
        CountFallbacks(text, places, counts);
        CountWords(places, words, counts);
    }

    private void CountFallbacks(ReadOnlySpan<byte> text, ReadOnlySpan<TokenOffset> places, FertilityCounts counts)
    {
        for (int i = 0; i < places.Length; i++)
        {
            TokenOffset place = places[i];
            // Tokens of one changed character have the same place, that of the character.
            bool isPart = IsInside(text, place.Start) || IsInside(text, place.End)
                || (place.End > place.Start && ((i > 0 && places[i - 1].End > place.Start) || (i + 1 < places.Length && places[i + 1].Start < place.End)));
            if (isPart || IsFallback(place.Token)) counts.FallbackTokens++;
        }
    }

    private void CountWords(ReadOnlySpan<TokenOffset> places, ReadOnlySpan<(int Start, int End)> words, FertilityCounts counts)
    {
        int first = 0;
        for (int w = 0; w < words.Length; w++)
        {
            (int start, int end) = words[w];
            while (first < places.Length && places[first].End <= start) first++;
            int count = 0;
            TokenOffset last = default;
            for (int i = first; i < places.Length && places[i].Start < end; i++)
            {
                if (places[i].End <= start || places[i].End == places[i].Start) continue;
                last = places[i];
                count++;
            }
            counts.WordTokens += count;
            bool isWhole = count == 1 && last.Start <= start && last.End >= end && (w == 0 || words[w - 1].End <= last.Start)
                && (w + 1 == words.Length || words[w + 1].Start >= last.End) && !IsFallback(last.Token);
            if (isWhole) counts.WholeWords++;
        }
    }

    private bool IsFallback(int token) => tokenizer is not null && tokenizer.IsFallback(token);

    private static bool IsInside(ReadOnlySpan<byte> text, int at) => at < text.Length && (text[at] & 0xC0) == 0x80;
}
