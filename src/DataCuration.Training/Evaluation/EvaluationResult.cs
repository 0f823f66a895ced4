namespace DataCuration.Training;

/// <summary>A model's result on an evaluation set.</summary>
public sealed class EvaluationResult
{
    /// <summary>Creates a result from the results of single documents.</summary>
    /// <param name="documents">The result of each document, in the set's order.</param>
    public EvaluationResult(IReadOnlyList<DocumentEvaluation> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        Documents = documents;
        Bits = documents.Sum(document => document.Bits);
        Utf8Bytes = documents.Sum(document => document.Utf8Bytes);
        Tokens = documents.Sum(document => document.Tokens);
    }

    /// <summary>The result of each document.</summary>
    public IReadOnlyList<DocumentEvaluation> Documents { get; }

    /// <summary>The sum of -log2 p over all tokens.</summary>
    public double Bits { get; }

    /// <summary>The length of all texts in UTF-8 bytes.</summary>
    public long Utf8Bytes { get; }

    /// <summary>The number of predicted tokens.</summary>
    public long Tokens { get; }

    /// <summary>Bits per byte over all documents. Long documents weigh more.</summary>
    public double BitsPerByte => Bits / Utf8Bytes;

    /// <summary>Perplexity per token: 2 to the power of the mean bits per token. Depends on the tokenizer.</summary>
    public double Perplexity => Math.Pow(2, Bits / Tokens);
}
