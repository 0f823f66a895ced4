using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DataCuration.Tokenization;

/// <summary>
/// Byte-pair encoding in linear time: the longest token that may follow the last one is taken, with backtracking over places that turn out to be inside a token
/// (the algorithm of GitHub's crate <c>bpe</c>, for merges of any order). Frequent short pieces come from a cache.
/// </summary>
internal sealed class BpeModel : TokenModel
{
    private readonly BpeSettings settings;
    private readonly TokenTable spellings; // of the pieces: bytes, or characters
    private readonly MergeTable merges;
    private readonly PairRules rules;
    private readonly TokenTrie trie;
    private readonly int[] shorter, lengths;
    private readonly SafePlaces safePlaces;
    private readonly BpeSymbols symbols;
    private readonly bool isLinear;

    public BpeModel(TokenTable tokens, MergeTable merges, BpeSettings settings)
    {
        (Tokens, this.merges, this.settings) = (tokens, merges, settings);
        spellings = settings.IsBytes ? ToBytes(tokens) : tokens;
        symbols = new BpeSymbols(spellings, settings);
        List<int> first = SymbolsOf(spellings, settings.IsBytes);
        rules = new PairRules(merges, spellings, first);
        var reachable = new List<int>();
        for (int id = 0; id < spellings.Size; id++)
            if (rules.IsReachable(id) && spellings.Find(spellings[id]) == id) reachable.Add(id);
        shorter = new int[spellings.Size];
        lengths = new int[spellings.Size];
        for (int id = 0; id < lengths.Length; id++) lengths[id] = rules.LengthOf(id);
        trie = new TokenTrie(spellings, reachable, shorter);
        // Without a token for unknown characters, they are left out, and their neighbours may merge.
        bool hasUnknown = settings.IsBytes || settings.Unknown >= 0;
        isLinear = hasUnknown && settings.ContinuingPrefix.Length == 0 && settings.EndSuffix.Length == 0 && !MergesFallbacks();
        safePlaces = isLinear && !settings.IsBytes ? new SafePlaces(spellings, reachable) : SafePlaces.None;
    }

    public override string Kind => "BPE";

    public override TokenTable Tokens { get; }

    /// <summary>True if each character of a piece is in some token.</summary>
    public bool KeepsText => settings.IsBytes || settings.Unknown >= 0 || (settings.ByteTokens is { } bytes && !bytes.Contains(-1));

    /// <summary>The settings.</summary>
    public BpeSettings Settings => settings;

    /// <summary>True if pieces are encoded in linear time.</summary>
    public bool IsLinear => isLinear;

    /// <summary>The number of bytes of text that a token stands for, with one byte for U+2581; -1 if it stands for none of its own.</summary>
    public int TextLengthOf(int id)
    {
        if (id == settings.Unknown || !spellings.Has(id)) return -1;
        if (settings.ByteTokens is { } bytes && Array.IndexOf(bytes, id) >= 0) return 1;
        ReadOnlySpan<byte> spelling = spellings[id];
        int length = spelling.Length;
        if (!settings.IsBytes)
            for (int found; (found = spelling.IndexOf("\u2581"u8)) >= 0; spelling = spelling[(found + 3)..]) length -= 2;
        return length;
    }

    public override bool IsFallback(int id) => id >= 0 && (id == settings.Unknown || (settings.ByteTokens is { } bytes && Array.IndexOf(bytes, id) >= 0));

    public override void Encode(ReadOnlySpan<byte> text, int start, int end, EncodeScratch scratch)
    {
        if (!safePlaces.IsEmpty && end - start > WordCache.MaxLength && !(settings.IgnoresMerges && spellings.Find(text[start..end]) >= 0))
        {
            for (int at = start; at < end;)
            {
                int next = at + safePlaces.FindNext(text[at..end]);
                EncodeWord(text, at, next, scratch);
                at = next;
            }
            return;
        }
        EncodeWord(text, start, end, scratch);
    }

    /// <summary>Encodes a short piece, by the cache if possible.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EncodeWord(ReadOnlySpan<byte> text, int start, int end, EncodeScratch scratch)
    {
        if (end - start > WordCache.MaxLength || scratch.Tracks)
        {
            EncodeNew(text[start..end], start, scratch);
            return;
        }
        Vector128<byte> key = WordCache.KeyOf(text, start, end - start);
        if (!scratch.Cache.TryAppend(key, scratch)) EncodeAndStore(text[start..end], key, scratch);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EncodeAndStore(ReadOnlySpan<byte> word, Vector128<byte> key, EncodeScratch scratch)
    {
        int before = scratch.Count;
        EncodeNew(word, 0, scratch);
        scratch.Cache.Store(key, scratch.Ids[before..]);
    }

    private void EncodeNew(ReadOnlySpan<byte> word, int offset, EncodeScratch scratch)
    {
        if (settings.IgnoresMerges && spellings.Find(word) is >= 0 and int whole)
        {
            scratch.Add(whole, offset, offset + word.Length);
            return;
        }
        if (!isLinear)
        {
            EncodePlainly(word, offset, scratch);
            return;
        }
        var unknown = new UnknownRun(settings, scratch);
        for (int at = 0; at < word.Length;)
        {
            int longest = trie.FindLongest(word[at..]);
            if (longest >= 0)
            {
                unknown.Flush();
                at += EncodeRun(word[at..], longest, offset + at, scratch);
                continue;
            }
            int length = Math.Min(settings.IsBytes ? 1 : CodePoints.LengthOf(word[at]), word.Length - at);
            if (!symbols.TryAddBytes(word.Slice(at, length), offset + at, scratch)) unknown.Add(offset + at, length);
            at += length;
        }
        unknown.Flush();
    }

    /// <summary>Encodes text up to its end or its first unknown character.</summary>
    /// <param name="text">The text.</param>
    /// <param name="token">The longest token at its start.</param>
    /// <param name="offset">The place of the text.</param>
    /// <param name="scratch">Receives the tokens.</param>
    /// <returns>The number of bytes that were encoded.</returns>
    private int EncodeRun(ReadOnlySpan<byte> text, int token, int offset, EncodeScratch scratch)
    {
        int first = scratch.Count, at = 0, last = -1;
        if (lengths[token] == text.Length)
        {
            scratch.Add(token, offset, offset + text.Length);
            return text.Length;
        }
        ulong few = 0;
        Span<ulong> dead = text.Length < 64 ? new Span<ulong>(ref few) : scratch.Bits(text.Length + 1);
        while (true)
        {
            int end = at + lengths[token];
            if ((dead[end >> 6] >> (end & 63) & 1) == 0 && (last < 0 || CanFollow(scratch.Pairs, last, token)))
            {
                scratch.Add(token);
                (last, at) = (token, end);
                if (at == text.Length) break;
                token = trie.FindLongest(text[at..]);
                if (token < 0) break;
                continue;
            }
            token = shorter[token];
            if (token >= 0) continue;
            // No token continues here, so this place is inside a token.
            dead[at >> 6] |= 1UL << (at & 63);
            token = last;
            scratch.Count--;
            at -= lengths[token];
            last = scratch.Count > first ? scratch[scratch.Count - 1] : -1;
        }
        if (scratch.Tracks) PlaceRun(first, offset, scratch);
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool CanFollow(PairCache pairs, int left, int right)
    {
        if (pairs.TryFind(left, right, out bool isAllowed)) return isAllowed;
        isAllowed = rules.CanFollow(left, right);
        pairs.Store(left, right, isAllowed);
        return isAllowed;
    }

    private void PlaceRun(int first, int offset, EncodeScratch scratch)
    {
        for (int i = first; i < scratch.Count; i++)
        {
            int end = offset + lengths[scratch[i]];
            scratch.Place(i, offset, end);
            offset = end;
        }
    }

    private void EncodePlainly(ReadOnlySpan<byte> word, int offset, EncodeScratch scratch)
    {
        List<(int Token, int Length)> found = symbols.Split(word);
        new PlainMerges(merges).Apply(found);
        foreach ((int token, int length) in found)
        {
            scratch.Add(token, offset, offset + length);
            offset += length;
        }
    }

    private static TokenTable ToBytes(TokenTable tokens)
    {
        var table = new TokenTable();
        table.Reserve(tokens.Count, 8 * tokens.Count);
        Span<byte> few = stackalloc byte[256];
        for (int id = 0; id < tokens.Size; id++)
        {
            ReadOnlySpan<byte> spelling = tokens[id];
            Span<byte> bytes = spelling.Length <= few.Length ? few : new byte[spelling.Length];
            int count = ByteAlphabet.ToBytes(spelling, bytes);
            if (count > 0 && tokens.Find(spelling) == id) table.Set(bytes[..count], id);
        }
        return table;
    }

    private static List<int> SymbolsOf(TokenTable spellings, bool isBytes)
    {
        var symbols = new List<int>();
        for (int id = 0; id < spellings.Size; id++)
        {
            ReadOnlySpan<byte> spelling = spellings[id];
            if (spelling.Length > 0 && spelling.Length == (isBytes ? 1 : CodePoints.LengthOf(spelling[0]))) symbols.Add(id);
        }
        return symbols;
    }

    private bool MergesFallbacks()
    {
        HashSet<int> fallbacks = [.. settings.ByteTokens ?? [], settings.Unknown];
        for (int rank = 0; rank < merges.Count; rank++)
            if (fallbacks.Contains(merges.LeftOf(rank)) || fallbacks.Contains(merges.RightOf(rank))) return true;
        return false;
    }
}
