using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace DataCuration.Onnx.Tests;

/// <summary>Reads the resources of an assembly without loading it.</summary>
internal static class AssemblyResources
{
    /// <summary>Returns the names of the resources.</summary>
    public static string[] Names(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.ManifestResources.Select(handle => metadata.GetString(metadata.GetManifestResource(handle).Name))];
    }

    /// <summary>Copies a resource into a file.</summary>
    public static void Copy(string assembly, string name, string path)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        MetadataReader metadata = file.GetMetadataReader();
        ManifestResource resource = metadata.ManifestResources.Select(metadata.GetManifestResource)
            .Single(resource => metadata.StringComparer.Equals(resource.Name, name));
        // Each resource begins with its length (ECMA-335, II.24.2.4).
        BlobReader content = file.GetSectionData(file.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress).GetReader((int)resource.Offset, 4);
        int length = content.ReadInt32();
        content = file.GetSectionData(file.PEHeaders.CorHeader.ResourcesDirectory.RelativeVirtualAddress).GetReader((int)resource.Offset + 4, length);
        using FileStream output = File.Create(path);
        output.Write(content.ReadBytes(length));
    }
}
