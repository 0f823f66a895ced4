namespace DataCuration.Onnx;

/// <summary>Options that all text models share.</summary>
public abstract record OnnxTextOptions
{
    private protected OnnxTextOptions()
    {
    }

    /// <summary>
    /// The maximum number of tokens of a text, including special tokens: from 3 to 1,048,576. Default: 512, as in BERT. A model with inputs of fixed length
    /// may lower it.
    /// </summary>
    public int MaxTokens
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 3);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1 << 20);
            field = value;
        }
    } = 512;

    /// <summary>The choice of tokens from longer texts. Default: <see cref="OnnxTruncation.Head"/>.</summary>
    public OnnxTruncation Truncation { get; init; }

    /// <summary>
    /// The choice of texts for one call. Default: <see cref="OnnxBatching.Single"/>, the only mode in which the bits of a score do not depend on other texts.
    /// </summary>
    public OnnxBatching Batching { get; init; }

    /// <summary>The maximum number of texts of one call, from 1 to 4,096. Default: 16. Ignored with <see cref="OnnxBatching.Single"/>.</summary>
    public int BatchSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 4096);
            field = value;
        }
    } = 16;

    /// <summary>The name of the output. Default: null, which finds it by its usual names or uses the only suitable output.</summary>
    public string? OutputName { get; init; }

    /// <summary>Options of ONNX Runtime.</summary>
    public OnnxSessionOptions Session
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new();
}
