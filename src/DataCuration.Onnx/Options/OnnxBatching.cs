namespace DataCuration.Onnx;

/// <summary>
/// The choice of texts for one call of a model. ONNX Runtime does not guarantee equal bits for different shapes: with another number of rows or another length,
/// its kernels may sum in another order.
/// </summary>
public enum OnnxBatching
{
    /// <summary>
    /// One text per call, without padding: a result depends on its own text only, to the last bit. Workers call the model in parallel, so all processors are
    /// used.
    /// </summary>
    Single,

    /// <summary>
    /// Texts with the same number of tokens. There is no padding, but the number of rows may change the last bits (differences of about 1e-7).
    /// </summary>
    EqualLengths,

    /// <summary>
    /// Texts sorted by length and padded to the longest of a call, with the padding masked. The fastest mode on a GPU. Padding may change the last bits. It
    /// changes more in 8-bit models with dynamic quantization, whose scales depend on the whole call. A model without a mask uses <see cref="EqualLengths"/>.
    /// </summary>
    Padded,
}
