namespace DataCuration.Onnx;

/// <summary>Options of an <see cref="OnnxTextScorer"/>.</summary>
public sealed record OnnxTextScorerOptions : OnnxTextOptions
{
    /// <summary>
    /// The labels in the order of the model's outputs. Default: null, which reads <c>id2label</c> from the <c>config.json</c> next to the model file.
    /// </summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The path of <c>config.json</c> if it is not next to the model file, as for models in a folder <c>onnx</c>. Default: null.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>
    /// The function that turns outputs into scores. Default: null, which follows <c>problem_type</c> in <c>config.json</c>:
    /// <c>single_label_classification</c> gives softmax, <c>multi_label_classification</c> sigmoid, and <c>regression</c> unchanged outputs. Without a
    /// <c>problem_type</c>, several labels get softmax and a single label gets unchanged outputs, as in the transformers library.
    /// </summary>
    public OnnxScoreHead? Head { get; init; }
}
