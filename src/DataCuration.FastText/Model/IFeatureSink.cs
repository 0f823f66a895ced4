namespace DataCuration.FastText;

/// <summary>Takes the rows of the input matrix that a text stands for, in fastText's order. A struct, so that the reading loop is compiled for it.</summary>
internal interface IFeatureSink
{
    void Add(int row);
}
