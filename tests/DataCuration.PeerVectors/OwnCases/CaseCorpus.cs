using System.Text;

namespace DataCuration.PeerVectors;

/// <summary>The documents of a case, by id and by place.</summary>
internal sealed class CaseCorpus(string place)
{
    private readonly Dictionary<string, (int Shard, int Record)> places = new(StringComparer.Ordinal);
    private readonly List<List<(string Id, string Text)>> files = [];

    /// <summary>The documents as a corpus with a shard for each file.</summary>
    public Corpus Corpus { get; set; } = null!;

    /// <summary>All ids, in the order of the corpus.</summary>
    public IEnumerable<string> Ids => files.SelectMany(file => file.Select(document => document.Id));

    /// <summary>The places of all documents.</summary>
    public IEnumerable<(int Shard, int Record)> Places => files.SelectMany((file, shard) => file.Select((_, record) => (shard, record)));

    /// <summary>Adds the next document.</summary>
    public void Add(int shard, CaseFields document)
    {
        string id = document.Text("id");
        while (files.Count <= shard) files.Add([]);
        if (!places.TryAdd(id, (shard, files[shard].Count))) throw document.Error($"the id '{id}' occurs twice");
        files[shard].Add((id, document.Text("text")));
    }

    public string IdOf(int shard, long record) => files[shard][(int)record].Id;

    public string TextOf(string id) => places.TryGetValue(id, out (int Shard, int Record) at) ? files[at.Shard][at.Record].Text
        : throw new InvalidDataException($"{place}: there is no document '{id}'.");

    /// <summary>Converts a byte offset in a text to code points.</summary>
    public static int ToCodePoints(byte[] text, int offset) => text.AsSpan(0, offset).ToArray().Count(value => (value & 0xC0) != 0x80);

    public byte[] Utf8Of(string id) => Encoding.UTF8.GetBytes(TextOf(id));
}
