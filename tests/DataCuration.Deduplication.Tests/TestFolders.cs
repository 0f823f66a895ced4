using System.Runtime.CompilerServices;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests;

internal static class TestFolders
{
    [ModuleInitializer]
    internal static void Use() => MemoryFolders.Use();
}
