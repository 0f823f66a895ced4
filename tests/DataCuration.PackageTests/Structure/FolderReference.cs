namespace DataCuration.PackageTests.Structure;

/// <summary>A type of one folder that names a type of another.</summary>
/// <param name="FromFolder">The folder of the type that refers, relative to the project.</param>
/// <param name="FromType">The type that refers.</param>
/// <param name="ToFolder">The folder of the type that is referred to.</param>
/// <param name="ToType">The type that is referred to.</param>
internal sealed record FolderReference(string FromFolder, string FromType, string ToFolder, string ToType)
{
    public override string ToString() => $"{FromType} -> {ToType}";
}
