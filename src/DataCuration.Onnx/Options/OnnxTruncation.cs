namespace DataCuration.Onnx;

/// <summary>Which tokens of a long text a model gets.</summary>
public enum OnnxTruncation
{
    /// <summary>The first ones.</summary>
    Head,

    /// <summary>A quarter from the beginning and the rest from the end: 128 and 382 of 510 in Sun et al. 2019, "How to Fine-Tune BERT for Text Classification?", section 5.3.1, where it did best.</summary>
    HeadAndTail,
}
