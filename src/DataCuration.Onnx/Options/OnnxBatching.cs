namespace DataCuration.Onnx;

/// <summary>Which texts go through a model in one call. ONNX Runtime promises no bits across shapes: its kernels may add up in another order for another number of rows or another length.</summary>
public enum OnnxBatching
{
    /// <summary>Each text is a call of its own, as long as the text: its result depends on nothing else, to the last bit. Workers make calls side by side, so processors are busy all the same.</summary>
    Single,

    /// <summary>Texts of equally many tokens together: no padding enters, but the number of rows may change the last bits (differences of some 1e-7).</summary>
    EqualLengths,

    /// <summary>
    /// Texts sorted by length and padded to the longest of a call, with the padding masked. The fastest on a card. The padding may change the last bits, and in models of eight-bit numbers with dynamic quantisation, whose
    /// scales are those of the whole call, more than those. A model without a mask gets <see cref="EqualLengths"/>.
    /// </summary>
    Padded,
}
