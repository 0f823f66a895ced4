using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>The origins of the artifacts that this process has made or loaded. An entry lives as long as its artifact.</summary>
internal static class ArtifactOrigins
{
    private static readonly ConditionalWeakTable<object, ArtifactOrigin> Known = [];

    /// <summary>Writes down where an artifact comes from.</summary>
    public static void Set(object artifact, ArtifactOrigin origin) => Known.AddOrUpdate(artifact, origin);

    /// <summary>Returns where an artifact comes from; null if it is not known.</summary>
    public static ArtifactOrigin? Find(object artifact) => Known.TryGetValue(artifact, out ArtifactOrigin? origin) ? origin : null;
}
