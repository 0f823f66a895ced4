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

    /// <summary>Writes down that an artifact is the result of the fit whose phase wrote a folder. Does nothing if the folder is no phase of a fit.</summary>
    public static void SetFromFolder(object artifact, string phaseFolder, IFileStore files)
    {
        try
        {
            if (Path.GetDirectoryName(files.GetFullPath(phaseFolder)) is not { } fit
                || PhaseRecipe.TryRead(files, Path.Combine(fit, PhaseFolder.StateName, ArtifactCatalog.FitName)) is not { } recipe) return;
            Set(artifact, new(FitScope.OriginName(recipe.Phase), recipe.Parts, recipe.Origins));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // It only explains a later mismatch.
        }
    }
}
