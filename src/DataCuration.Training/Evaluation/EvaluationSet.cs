namespace DataCuration.Training;

/// <summary>
/// Held-out documents on which models are compared. Each document is read alone, after a start token, which is the token that ends the previous document in
/// training. All tokens of the document are predicted, except the end-of-document token. Models with different tokenizers can be compared by bits per byte,
/// but not by perplexity.
/// </summary>
/// <remarks>
/// A document longer than the context is read in windows that overlap by half a context, and each token is scored once. Except at the start of a document,
/// every scored token thus has at least half a context before it.
/// </remarks>
public sealed class EvaluationSet
{
    /// <summary>Creates a set from tokenised documents.</summary>
    /// <param name="documents">The documents: at least one, and each at least one byte long, since bits are divided by bytes.</param>
    /// <param name="startToken">The token that precedes each document: the encoder's <see cref="ITokenEncoder.EndOfDocument"/>.</param>
    /// <param name="encoderFingerprint">The encoder's fingerprint, to compare with that of the training tokens; null if unknown.</param>
    /// <exception cref="ArgumentException">There is no document, or a document has no text.</exception>
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

    /// <summary>The number of predicted tokens.</summary>
    public long TokenCount { get; }

    /// <summary>Returns the same documents after another start token, such as that of a model from elsewhere (<c>TorchSharpModel.StartToken</c>).</summary>
    /// <param name="startToken">The token that precedes each document.</param>
    public EvaluationSet WithStartToken(int startToken) => new(Documents, startToken, EncoderFingerprint);

    /// <summary>Encodes documents.</summary>
    /// <param name="documents">The documents. Documents without text are left out.</param>
    /// <param name="encoder">The encoder of the training tokens.</param>
    public static EvaluationSet FromDocuments(IEnumerable<Document> documents, ITokenEncoder encoder) => Encode(documents, encoder, null);

    /// <summary>Encodes documents with strata.</summary>
    /// <param name="documents">The documents. Documents without text are left out.</param>
    /// <param name="encoder">The encoder of the training tokens.</param>
    /// <param name="stratumField">The field whose value is a document's <see cref="EvaluationDocument.Stratum"/>; a document without it has none.</param>
    public static EvaluationSet FromDocuments(IEnumerable<Document> documents, ITokenEncoder encoder, string stratumField)
    {
        ArgumentException.ThrowIfNullOrEmpty(stratumField);
        return Encode(documents, encoder, stratumField);
    }

    /// <summary>Creates a set from token shards.</summary>
    /// <param name="tokens">The token shards, with their side files. They may be closed afterwards.</param>
    /// <param name="maxDocuments">The maximum number of documents, counted from the first.</param>
    /// <exception cref="ArgumentException">The files were written by another tool and do not name the token that ends documents.</exception>
    public static EvaluationSet FromTokenShards(TokenShards tokens, int maxDocuments = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.EndOfDocument is not { } end) throw new ArgumentException($"'{tokens.Folder}' does not name the token that ends documents.", nameof(tokens));
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

    /// <summary>Cuts the documents into model inputs. For authors of backends.</summary>
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
                yield return new() { Document = i, Inputs = inputs.AsMemory(start, end - start), Targets = targets[start..end], FirstScored = scored - start };
                scored = end;
            }
        }
    }

    private static EvaluationSet Encode(IEnumerable<Document> documents, ITokenEncoder encoder, string? stratumField)
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
            string? stratum = stratumField is not null && document.TryGetValue(stratumField, out AnnotationValue value) ? value.AsString() : null;
            encoded.Add(new(document.Id, tokens.ToArray(), document.Utf8Text.Length) { Stratum = stratum });
        }
        var writer = new FingerprintWriter();
        encoder.Describe(writer);
        return new(encoded, encoder.EndOfDocument, writer.ToFingerprint());
    }
}
