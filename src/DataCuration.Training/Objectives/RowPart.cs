namespace DataCuration.Training;

/// <summary>
/// The half of a row that a tokenizer writes. An encoder's training needs both: write two sets of token shards from the same documents, with the same options.
/// Their documents and positions correspond.
/// </summary>
public enum RowPart
{
    /// <summary>The changed tokens, which the model reads.</summary>
    Inputs,

    /// <summary>The tokens or labels that it predicts at the same positions.</summary>
    Targets,
}
