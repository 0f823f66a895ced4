namespace DataCuration.Onnx;

/// <summary>What models of text have in common.</summary>
public abstract record OnnxTextOptions
{
    private protected OnnxTextOptions()
    {
    }

    /// <summary>The most tokens of a text that the model gets, special tokens included: from 3 to 1,048,576. Default: 512, BERT's. A model with inputs of fixed length limits it further.</summary>
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

    /// <summary>Which tokens of a longer text those are. Default: <see cref="OnnxTruncation.Head"/>.</summary>
    public OnnxTruncation Truncation { get; init; }

    /// <summary>Which texts go through the model together. Default: <see cref="OnnxBatching.Single"/>, the only one that gives the same bits whatever a text is scored with.</summary>
    public OnnxBatching Batching { get; init; }

    /// <summary>The most texts of one call, from 1 to 4,096, where <see cref="Batching"/> lets there be more than one. Default: 16.</summary>
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

    /// <summary>The output to read; null (default) finds it by its usual names, or takes the only one that fits.</summary>
    public string? OutputName { get; init; }

    /// <summary>How the runtime runs the model.</summary>
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
