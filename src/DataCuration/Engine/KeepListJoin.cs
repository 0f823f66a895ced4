namespace DataCuration;

/// <summary>Makes a keep list of the parts of all shards.</summary>
internal sealed class KeepListJoin(CorpusPlan plan, PhaseFiles parts, string name)
{
    public void Write(ShardOutput output, CancellationToken cancellationToken)
    {
        RequireParts();
        var writer = new KeepListWriter(plan, output);
        var tables = new SortedDictionary<string, KeepListProvenance>(StringComparer.Ordinal);
        ILookup<int, string> tablesByShard = FindTables().ToLookup(found => found.Shard, found => found.Table);
        for (int shard = 0; shard < plan.Shards.Length; shard++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long? records = shard < parts.TaskCount && parts.Report.Shards[shard].Stages.Count > 0 ? parts.GetRecordCount(shard) : null;
            (ulong[] words, long count) = parts.FindFile(KeepListPart.FileName(shard, name)) is { } path ? KeepListPart.Read(parts.Files, path, records)
                : records is { } known ? (new ulong[KeepList.Words(known)], known)
                : throw new InvalidOperationException($"Phase '{parts.Report.Phase}' wrote no part '{name}' of a keep list for shard {shard}.");
            writer.AddShard(words, count);
            foreach (string table in tablesByShard[shard].Order(StringComparer.Ordinal)) CopyTable(output, shard, table, tables);
        }
        writer.Complete(tables.Values);
    }

    /// <summary>A shard without a part keeps nothing. If no shard has a part, the name is wrong.</summary>
    private void RequireParts()
    {
        string[] found = [.. parts.FileNames.Select(KeepListPart.NameOf).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (plan.Shards.Length == 0 || found.Contains(name, StringComparer.Ordinal)) return;
        string others = found.Length == 0 ? "it wrote no parts of other names" : $"its parts have the names '{string.Join("', '", found)}'";
        throw new InvalidOperationException($"Phase '{parts.Report.Phase}' wrote no part '{name}' of a keep list for any shard; {others}.");
    }

    /// <summary>The tables beside the parts. Their files are named <c>part-00042.keep.cluster.records</c>.</summary>
    private IEnumerable<(int Shard, string Table)> FindTables()
    {
        string middle = $".{name}.";
        foreach (string file in parts.FileNames)
        {
            int at = file.IndexOf(middle, StringComparison.Ordinal);
            if (at < 0 || !file.EndsWith(RecordTableFormat.Suffix, StringComparison.Ordinal)) continue;
            string table = file[(at + middle.Length)..^RecordTableFormat.Suffix.Length];
            int shard = RecordTableFormat.ShardOf(file, $"{name}.{table}");
            if (shard >= 0 && !table.Contains('.', StringComparison.Ordinal)) yield return (shard, table);
        }
    }

    private void CopyTable(ShardOutput output, int shard, string table, SortedDictionary<string, KeepListProvenance> tables)
    {
        string path = parts.FindFile(RecordTableFormat.FileName(shard, $"{name}.{table}"))!;
        (int elementBytes, int width) = RecordTableFormat.ReadSizes(parts.Files, path);
        if (!tables.TryAdd(table, new(table, elementBytes, width)) && tables[table] != new KeepListProvenance(table, elementBytes, width))
            throw new InvalidOperationException($"Table '{table}' of shard {shard} holds {width} values of {elementBytes} bytes, and other shards hold "
                + $"{tables[table].Width} of {tables[table].ElementBytes}.");
        using Stream source = parts.Files.OpenRead(path, FileReadPattern.Sequential);
        source.CopyTo(output.CreateFile(KeepList.ProvenanceFile(shard, table)), 1 << 18);
    }
}
