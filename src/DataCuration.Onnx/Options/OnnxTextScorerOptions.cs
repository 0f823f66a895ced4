namespace DataCuration.Onnx;

/// <summary>Options of an <see cref="OnnxTextScorer"/>.</summary>
public sealed record OnnxTextScorerOptions : OnnxTextOptions
{
    /// <summary>The labels in the order of the model's outputs; null (default) takes them from <c>id2label</c> in the <c>config.json</c> beside the model file.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>A <c>config.json</c> elsewhere than beside the model file, where a model exported to a folder <c>onnx</c> leaves it. Default: null.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>
    /// What the outputs become. Default: null, by <c>problem_type</c> in <c>config.json</c> (<c>single_label_classification</c>: softmax, <c>multi_label_classification</c>: sigmoid, <c>regression</c>: as they are); where
    /// that says nothing, softmax for several labels and as they are for one, as in the transformers library.
    /// </summary>
    public OnnxScoreHead? Head { get; init; }
}
