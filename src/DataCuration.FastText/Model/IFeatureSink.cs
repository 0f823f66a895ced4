namespace DataCuration.FastText;

/// <summary>
/// Receives the rows of a text's features, in fastText's order. Implementations are structs, so that the reading loop is specialised for them.
/// </summary>
internal interface IFeatureSink
{
    void Add(int row);
}
