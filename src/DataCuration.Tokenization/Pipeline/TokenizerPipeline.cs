namespace DataCuration.Tokenization;

/// <summary>The steps of a tokenizer: added tokens are found, the rest is normalized, split into pieces, and encoded by the model.</summary>
internal sealed class TokenizerPipeline
{
    private readonly Dictionary<int, AddedTokenInfo> addedById = [];
    private readonly AddedTokenSearch rawSearch, normalizedSearch;

    public TokenizerPipeline(TokenModel model, TextNormalizer? normalizer, PreTokenizerStep? preTokenizer, WordSplit words,
        IReadOnlyList<AddedTokenInfo> added, Func<AddedTokenInfo, bool> isParsed)
    {
        (Model, Normalizer, PreTokenizer, Words) = (model, normalizer, preTokenizer, words);
        foreach (AddedTokenInfo token in added) addedById[token.Id] = token;
        // Special tokens come first, as in the reference: of two tokens with the same normal form, the first one counts.
        AddedTokenInfo[] ordered = [.. added.Where(static token => token.IsSpecial), .. added.Where(static token => !token.IsSpecial)];
        rawSearch = new AddedTokenSearch(ordered.Where(token => !token.IsNormalized && isParsed(token)).Select(static token => (token, token.Content)));
        normalizedSearch = new AddedTokenSearch(ordered.Where(token => token.IsNormalized && isParsed(token))
            .Select(token => (token, Normalize(token.Content))));
    }

    public TokenModel Model { get; }

    public TextNormalizer? Normalizer { get; }

    public PreTokenizerStep? PreTokenizer { get; }

    /// <summary>The splitting with a scanner of its own, if pieces go to the model as bytes.</summary>
    public WordSplit Words { get; }

    /// <summary>Returns an added token by its id; null for other tokens.</summary>
    public AddedTokenInfo? AddedToken(int id) => addedById.GetValueOrDefault(id);

    /// <summary>Encodes a text.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="scratch">Receives the tokens, and their places in the text if wanted.</param>
    public void Encode(ReadOnlySpan<byte> text, EncodeScratch scratch)
    {
        if (rawSearch.IsEmpty)
        {
            EncodePart(text, 0, text.Length, scratch);
            return;
        }
        int done = 0, from = 0;
        while (AddedTokenSplitter.Next(rawSearch, text, done, ref from, out (int Start, int End) range) is { } token)
        {
            if (range.Start > done) EncodePart(text, done, range.Start, scratch);
            scratch.Add(token.Id, range.Start, range.End);
            done = range.End;
        }
        if (done < text.Length) EncodePart(text, done, text.Length, scratch);
    }

    /// <summary>Receives a piece.</summary>
    internal delegate void ReceivePiece(ReadOnlySpan<byte> piece);

    /// <summary>Lists the pieces of a text that the model would encode, in their normal form. Added tokens are left out.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="scratch">Memory.</param>
    /// <param name="receive">Receives the pieces in order.</param>
    public void Split(ReadOnlySpan<byte> text, EncodeScratch scratch, ReceivePiece receive)
    {
        int done = 0, from = 0;
        while (!rawSearch.IsEmpty && AddedTokenSplitter.Next(rawSearch, text, done, ref from, out (int Start, int End) range) is not null)
        {
            if (range.Start > done) SplitPart(text, done, range.Start, scratch, receive);
            done = range.End;
        }
        if (done < text.Length) SplitPart(text, done, text.Length, scratch, receive);
    }

    private void SplitPart(ReadOnlySpan<byte> text, int start, int end, EncodeScratch scratch, ReceivePiece receive)
    {
        ReadOnlySpan<byte> part = text[start..end];
        WorkText work = scratch.Work;
        bool keeps = Normalizer is null || Normalizer.Keeps(part);
        work.Set(part, start, !keeps && PreTokenizer is not null && NeedsOrigins);
        if (!keeps) Normalizer!.Apply(work);
        int done = 0, from = 0;
        while (!normalizedSearch.IsEmpty
            && AddedTokenSplitter.Next(normalizedSearch, work.Text, done, ref from, out (int Start, int End) range) is not null)
        {
            if (range.Start > done) ListPieces(work, done, range.Start, scratch, receive);
            done = range.End;
        }
        if (done < work.Text.Length) ListPieces(work, done, work.Text.Length, scratch, receive);
    }

    private void ListPieces(WorkText work, int start, int end, EncodeScratch scratch, ReceivePiece receive)
    {
        if (start > 0 || end < work.Text.Length)
        {
            scratch.Part.Slice(work, start, end);
            work = scratch.Part;
        }
        PreTokenizer?.Apply(work);
        foreach ((int first, int last) in work.Pieces) receive(work.Text[first..last]);
    }

    private string Normalize(string content)
    {
        if (Normalizer is null) return content;
        var work = new WorkText();
        work.Set(System.Text.Encoding.UTF8.GetBytes(content), 0, tracks: false);
        Normalizer.Apply(work);
        if (work.Text.IsEmpty) throw new NotSupportedException($"The added token '{content}' is empty in its normal form. The tokenizer cannot be reproduced.");
        return System.Text.Encoding.UTF8.GetString(work.Text);
    }

    private void EncodePart(ReadOnlySpan<byte> text, int start, int end, EncodeScratch scratch)
    {
        ReadOnlySpan<byte> part = text[start..end];
        if (part.IsEmpty) return;
        bool keeps = Normalizer is null || Normalizer.Keeps(part);
        if (keeps && Words != WordSplit.Other && Model is BpeModel bpe && normalizedSearch.Find(part, 0, out _) is null)
        {
            int before = scratch.Count;
            WordLoop.Encode(Words, bpe, part, scratch);
            if (scratch.Tracks) Shift(scratch, before, start);
            return;
        }
        WorkText work = scratch.Work;
        work.Set(part, start, scratch.Tracks || (!keeps && PreTokenizer is not null && NeedsOrigins));
        if (!keeps) Normalizer!.Apply(work);
        if (normalizedSearch.IsEmpty) EncodeNormalized(work, scratch);
        else SplitNormalized(work, scratch);
    }

    /// <summary>True if a pre-tokenizer must know whether a piece starts the original text.</summary>
    public bool NeedsOrigins { get; init; }

    private void SplitNormalized(WorkText work, EncodeScratch scratch)
    {
        int done = 0, from = 0;
        while (AddedTokenSplitter.Next(normalizedSearch, work.Text, done, ref from, out (int Start, int End) range) is { } token)
        {
            if (range.Start > done) EncodeSlice(work, done, range.Start, scratch);
            (int start, int end) = work.Buffer.Origin(range.Start, range.End);
            scratch.Add(token.Id, start, end);
            done = range.End;
        }
        if (done == 0) EncodeNormalized(work, scratch);
        else if (done < work.Text.Length) EncodeSlice(work, done, work.Text.Length, scratch);
    }

    private void EncodeSlice(WorkText work, int start, int end, EncodeScratch scratch)
    {
        scratch.Part.Slice(work, start, end);
        EncodeNormalized(scratch.Part, scratch);
    }

    private void EncodeNormalized(WorkText work, EncodeScratch scratch)
    {
        int before = scratch.Count;
        if (Words != WordSplit.Other && Model is BpeModel bpe) WordLoop.Encode(Words, bpe, work.Text, scratch);
        else
        {
            PreTokenizer?.Apply(work);
            foreach ((int start, int end) in work.Pieces) Model.Encode(work.Text, start, end, scratch);
        }
        if (!scratch.Tracks) return;
        Span<int> starts = scratch.Starts, ends = scratch.Ends;
        for (int i = before; i < scratch.Count; i++) (starts[i], ends[i]) = work.Buffer.Origin(starts[i], ends[i]);
    }

    private static void Shift(EncodeScratch scratch, int from, int offset)
    {
        Span<int> starts = scratch.Starts, ends = scratch.Ends;
        for (int i = from; i < scratch.Count; i++)
        {
            starts[i] += offset;
            ends[i] += offset;
        }
    }
}
