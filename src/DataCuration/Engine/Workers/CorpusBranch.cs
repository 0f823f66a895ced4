using System.Collections.Immutable;

namespace DataCuration;

/// <summary>A source and the stages that process its documents. A corpus is a list of branches; concatenation appends to the list.</summary>
internal sealed record CorpusBranch(IShardedSource Source, ImmutableArray<Stage> Stages)
{
    public void Describe(FingerprintWriter writer)
    {
        writer.BeginScope("source");
        writer.Add("type", Source.GetType().FullName);
        Source.Describe(writer);
        writer.EndScope();
        for (int i = 0; i < Stages.Length; i++)
        {
            writer.BeginScope($"stage.{i}.{Stages[i].Name}");
            writer.Add("type", Stages[i].GetType().FullName);
            Stages[i].Describe(writer);
            writer.EndScope();
        }
    }
}
