namespace DataCuration.Training;

/// <summary>
/// Held-out documents that models are compared on. Each is read on its own, after a start token as in training (where the document before has ended), and all its tokens are
/// predicted; the end-of-document token is not. Bits per byte compare models with different tokenizers; perplexity per token does not.
/// </summary>
/// <remarks>
/// A document longer than the context is read in windows that overlap by half a context, each token being scored once: all but the first half context of a
/// document have at least half a context before them.
/// </remarks>
public sealed class EvaluationSet
{
    /// <summary>Makes a set of tokens.</summary>
    /// <param name="documents">The documents; at least one, each of at least one byte, since bits are divided by bytes.</param>
    /// <param name="startToken">The token that precedes each document: the encoder's <see cref="ITokenEncoder.EndOfDocument"/>.</param>
    /// <param name="encoderFingerprint">The encoder's fingerprint, which is compared with that of the training tokens; null if unknown.</param>
    /// <exception cref="ArgumentException">There is no document, or one without text.</exception>
    public EvaluationSet(IReadOnlyList<EvaluationDocument> documents, int startToken, string? encoderFingerprint = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentOutOfRangeException.ThrowIfNegative(startToken);
        if (documents.Count == 0) throw new ArgumentException("The evaluation set has no document with text.", nameof(documents));
        if (documents.FirstOrDefault(document => document.Utf8Bytes < 1) is { } empty)
            throw new ArgumentException($"Evaluation document '{empty.Id}' has {empty.Utf8Bytes} bytes of text.", nameof(documents));
        Documents = documents;
        StartToken = startToken;
        EncoderFingerprint = encoderFingerprint;
        Utf8Bytes = documents.Sum(document => document.Utf8Bytes);
        TokenCount = documents.Sum(document => (long)document.Tokens.Length);
    }

    /// <summary>The documents.</summary>
    public IReadOnlyList<EvaluationDocument> Documents { get; }

    /// <summary>The token that precedes each document.</summary>
    public int StartToken { get; }

    /// <summary>The encoder's fingerprint; null if unknown.</summary>
    public string? EncoderFingerprint { get; }

    /// <summary>The length of all texts in UTF-8 bytes.</summary>
    public long Utf8Bytes { get; }

    /// <summary>How many tokens are predicted.</summary>
    public long TokenCount { get; }

    /// <summary>Encodes documents.</summary>
    /// <param name="documents">The documents. Those without text are left out.</param>
    /// <param name="encoder">The encoder of the training tokens.</param>
    public static EvaluationSet FromDocuments(IEnumerable<Document> documents, ITokenEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(encoder);
        var encoded = new List<EvaluationDocument>();
        var tokens = new List<int>();
        foreach (Document document in documents)
        {
            if (document.Utf8Text.IsEmpty) continue;
            tokens.Clear();
            encoder.Encode(document.Utf8Text.Span, tokens);
            encoded.Add(new(document.Id, tokens.ToArray(), document.Utf8Text.Length));
        }
        var writer = new FingerprintWriter();
        encoder.Describe(writer);
        return new(encoded, encoder.EndOfDocument, writer.ToFingerprint());
    }

    /// <summary>Takes documents that were tokenised before.</summary>
    /// <param name="tokens">The tokens, with their side files; may be closed afterwards.</param>
    /// <param name="maxDocuments">How many documents are taken at most, from the first on.</param>
    /// <exception cref="ArgumentException">The files are of others and do not say which token ends documents.</exception>
    public static EvaluationSet FromTokenShards(TokenShards tokens, int maxDocuments = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.EndOfDocument is not { } end) throw new ArgumentException($"'{tokens.Folder}' does not say which token ends documents.", nameof(tokens));
        var documents = new List<EvaluationDocument>();
        for (long i = 0; i < tokens.DocumentCount && documents.Count < maxDocuments; i++)
        {
            ReadOnlyMemory<int> text = tokens.GetTokens(i);
            if (tokens.EndsDocuments == true) text = text[..^1];
            TokenizedDocument document = tokens.GetDocument(i);
            if (document.Utf8Bytes > 0) documents.Add(new(document.Id, text, document.Utf8Bytes));
        }
        return new(documents, end, tokens.EncoderFingerprint);
    }

    /// <summary>Cuts the documents into inputs for a model. For implementers of backends.</summary>
    /// <param name="contextLength">The model's context length; at least 2.</param>
    public IEnumerable<EvaluationWindow> Windows(int contextLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(contextLength, 2);
        int stride = contextLength - contextLength / 2;
        for (int i = 0; i < Documents.Count; i++)
        {
            ReadOnlyMemory<int> targets = Documents[i].Tokens;
            int[] inputs = [StartToken, .. targets.Span[..Math.Max(0, targets.Length - 1)]];
            for (int start = 0, scored = 0; scored < targets.Length; start += stride)
            {
                int end = Math.Min(start + contextLength, targets.Length);
                yield return new(i, inputs.AsMemory(start, end - start), targets[start..end], scored - start);
                scored = end;
            }
        }
    }
}
