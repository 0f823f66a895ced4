namespace DataCuration.Onnx;

/// <summary>The choice of tokens from texts that are longer than the limit.</summary>
public enum OnnxTruncation
{
    /// <summary>The first tokens.</summary>
    Head,

    /// <summary>
    /// A quarter of the tokens from the start and the rest from the end. Sun et al. 2019, "How to Fine-Tune BERT for Text Classification?", section 5.3.1,
    /// found 128 and 382 of 510 tokens to work best.
    /// </summary>
    HeadAndTail,
}
