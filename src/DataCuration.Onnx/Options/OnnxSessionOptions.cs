namespace DataCuration.Onnx;

/// <summary>How ONNX Runtime runs a model. The defaults give the same numbers on every run on the same kind of machine.</summary>
public sealed record OnnxSessionOptions
{
    /// <summary>What the model runs on. Default: <see cref="OnnxProvider.Cpu"/>.</summary>
    public OnnxProvider Provider { get; init; }

    /// <summary>The card's number, from 0. Default: 0. Models of one card take turns, however many workers score.</summary>
    public int DeviceId
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>The threads that share one operation, 1 or more. Default: 1. Workers score side by side already; and sums that are cut among threads are added in an order that depends on their number.</summary>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1;

    /// <summary>Whether the processor is used where the card cannot be. Default: false, an <see cref="OnnxProviderException"/>. What is used in the end belongs to the fingerprint.</summary>
    public bool FallbackToCpu { get; init; }
}
