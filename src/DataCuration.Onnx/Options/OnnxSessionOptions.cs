namespace DataCuration.Onnx;

/// <summary>Options of ONNX Runtime. With the defaults, every run on the same kind of machine gives the same numbers.</summary>
public sealed record OnnxSessionOptions
{
    /// <summary>The execution provider. Default: <see cref="OnnxProvider.Cpu"/>.</summary>
    public OnnxProvider Provider { get; init; }

    /// <summary>
    /// The index of the GPU. Default: 0. All calls to a GPU wait for their turn in its <see cref="DeviceQueue"/>, <c>cuda:0</c> for the first.
    /// </summary>
    public int DeviceId
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>
    /// The number of threads of one operation, at least 1. Default: 1, since workers already score in parallel. The number changes the order of sums, and
    /// with it the last bits.
    /// </summary>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1;

    /// <summary>
    /// True to use the CPU if the GPU cannot be used. Default: false, which throws an <see cref="OnnxProviderException"/>. The provider in use is part of the
    /// fingerprint.
    /// </summary>
    public bool FallbackToCpu { get; init; }
}
