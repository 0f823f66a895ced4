using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// Scores texts with one model. The places in the file that the words of a block need are fetched while the words before them are scored, since a look-up is
/// mostly a wait for memory. Not thread-safe; a model has one for each thread that scores.
/// </summary>
internal sealed class NGramScorer(NGramModel model)
{
    private const int BlockWords = 64;
    private readonly NGramWordCache cache = new(model.Vocabulary);
    private readonly int[] ids = new int[BlockWords];
    private readonly ulong[] hashes = new ulong[BlockWords * NGramModel.MaxOrder];
    private readonly int order = model.Order;
    private readonly float startBackoff = model.Order == 1 ? 0 : model.GetUnigram(NGramVocabulary.SentenceStart).Backoff;

    /// <summary>Scores a text, line by line.</summary>
    /// <param name="utf8Text">The text.</param>
    /// <param name="losses">Receives the loss of each word; null for the sum alone.</param>
    public NGramScore Score(ReadOnlyMemory<byte> utf8Text, List<TokenLoss>? losses)
    {
        var sentences = new NGramSentences(model.Tokens);
        sentences.Start(utf8Text);
        double log10 = 0;
        long count = 0, words = 0, unknown = 0;
        Span<int> before = stackalloc int[NGramModel.MaxOrder]; // the last words, the last one first
        while (sentences.Read())
        {
            NGramState state = default;
            before.Clear();
            int known = 0;
            if (order > 1)
            {
                state.Length = known = 1;
                state.Ids[0] = before[0] = NGramVocabulary.SentenceStart;
                state.Backoffs[0] = startBackoff;
            }
            int length = sentences.Count;
            for (int start = 0; start <= length; start += BlockWords)
            {
                int end = Math.Min(length + 1, start + BlockWords);
                for (int i = start; i < end; i++)
                {
                    int id = NGramVocabulary.SentenceEnd;
                    if (i < length)
                    {
                        ReadOnlySpan<byte> word = sentences[i];
                        id = word.Length > NGramTokens.MaxWordBytes ? NGramVocabulary.Unknown : cache.Find(word);
                        if (id == NGramVocabulary.Unknown) unknown++;
                    }
                    Prepare(i - start, id, before, ref known);
                }
                Fetch(end - start);
                for (int i = start; i < end; i++)
                {
                    double one = ScoreWord(ref state, i - start);
                    log10 += one;
                    losses?.Add(new(ids[i - start], -one * 2.302585092994046));
                }
            }
            words += length;
            count++;
        }
        return new(log10, count, words, unknown);
    }

    /// <summary>Computes the hashes of the n-grams that end in a word, and asks for the parts of the index that they need.</summary>
    private void Prepare(int place, int id, Span<int> before, ref int known)
    {
        ids[place] = id;
        model.PrefetchUnigram(id);
        ulong hash = NGramKeys.Extend(model.Layout.HashSeed, id);
        Span<ulong> own = hashes.AsSpan(place * NGramModel.MaxOrder, NGramModel.MaxOrder);
        int longest = Math.Min(order, known + 1);
        own[0] = (ulong)longest;
        for (int n = 2; n <= longest; n++)
        {
            hash = NGramKeys.Extend(hash, before[n - 2]);
            own[n - 1] = hash;
            model.Table(n).PrefetchIndex(hash);
        }
        for (int i = Math.Min(known, order - 2); i > 0; i--) before[i] = before[i - 1];
        before[0] = id;
        known = Math.Min(known + 1, order - 1);
    }

    /// <summary>Asks for the entries.</summary>
    private void Fetch(int count)
    {
        for (int place = 0; place < count; place++)
        {
            ReadOnlySpan<ulong> own = hashes.AsSpan(place * NGramModel.MaxOrder, NGramModel.MaxOrder);
            int longest = (int)own[0];
            for (int n = 2; n <= longest; n++) model.Table(n).PrefetchEntries(own[n - 1]);
        }
    }

    /// <summary>Scores a word, and makes it the last word of the context.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double ScoreWord(ref NGramState state, int place)
    {
        int id = ids[place];
        ReadOnlySpan<ulong> own = hashes.AsSpan(place * NGramModel.MaxOrder, NGramModel.MaxOrder);
        (float probability, float backoff) = model.GetUnigram(id);
        NGramState.Weights weights = default;
        weights[0] = backoff;
        int match = 1, longest = Math.Min(order, state.Length + 1);
        // A model has the suffixes and contexts of its n-grams: after the first miss there is nothing longer.
        for (int n = 2; n <= longest; n++)
        {
            ReadOnlySpan<byte> entry = model.Table(n).Find(own[n - 1]);
            if (entry.IsEmpty) break;
            probability = MemoryMarshal.Read<float>(entry[8..]);
            if (n < order) weights[n - 1] = MemoryMarshal.Read<float>(entry[12..]);
            match = n;
        }
        double sum = probability;
        for (int n = match; n <= state.Length; n++) sum += state.Backoffs[n - 1];
        state.Backoffs = weights;
        state.Length = Math.Min(match, order - 1);
        return sum;
    }
}
