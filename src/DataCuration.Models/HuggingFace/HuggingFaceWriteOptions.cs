namespace DataCuration.Models;

/// <summary>Options of writing a Hugging Face folder.</summary>
public sealed record HuggingFaceWriteOptions
{
    /// <summary>The number format of the weights; null for the configuration's own.</summary>
    /// <value>Default null.</value>
    public TensorElementType? ElementType
    {
        get;
        init
        {
            if (value is { } type) TensorElementTypes.CheckModelType(type, nameof(ElementType));
            field = value;
        }
    }

    /// <summary>The maximum size of a weight file in bytes. If the weights are larger, they are divided. A larger tensor has a file of its own.</summary>
    /// <value>Default 5 GB: transformers 4 (<c>save_pretrained</c>).</value>
    public long MaxFileBytes
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MaxFileBytes), value, "Must be at least 1.");
    } = 5_000_000_000;

    /// <summary>
    /// The content of <c>generation_config.json</c>; null for that of <see cref="Companions"/>, or for no such file. Its special tokens are also those of
    /// <c>config.json</c> if that has none.
    /// </summary>
    /// <value>Default null.</value>
    public GenerationConfiguration? Generation { get; init; }

    /// <summary>
    /// A folder with a tokenizer's files (<c>tokenizer.json</c>, <c>tokenizer_config.json</c> and others), which are copied; null for the tokenizer of
    /// <see cref="Companions"/>, or for none.
    /// </summary>
    /// <value>Default null.</value>
    public string? TokenizerFolder { get; init; }

    /// <summary>
    /// Files of another folder to write beside the weights. <see cref="Generation"/> and <see cref="TokenizerFolder"/> come before them. A method that knows
    /// where a model comes from takes the files of that model if this is null.
    /// </summary>
    /// <value>Default null.</value>
    public CompanionFiles? Companions { get; init; }

    /// <summary>The store to write to; null for the local file system.</summary>
    /// <value>Default null.</value>
    public IFileStore? Files { get; init; }
}
