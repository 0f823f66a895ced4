namespace DataCuration.FastText;

/// <summary>The rows of every word: its own row and those of its character n-grams.</summary>
internal sealed class FastTextWordRows
{
    private readonly int[] rows, starts;

    public FastTextWordRows(FastTextDictionary dictionary)
    {
        var sink = new RowList([]);
        starts = new int[dictionary.Words + 1];
        for (int word = 0; word < dictionary.Words; word++)
        {
            dictionary.AddWord(dictionary.Entries[word], word, ref sink);
            starts[word + 1] = sink.Rows.Count;
        }
        rows = [.. sink.Rows];
    }

    public ReadOnlySpan<int> RowsOf(int word) => rows.AsSpan(starts[word], starts[word + 1] - starts[word]);

    private readonly struct RowList(List<int> rows) : IFeatureSink
    {
        public List<int> Rows => rows;

        public void Add(int row) => rows.Add(row);
    }
}
