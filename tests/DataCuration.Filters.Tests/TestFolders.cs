using System.Runtime.CompilerServices;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests;

internal static class TestFolders
{
    [ModuleInitializer]
    internal static void Use() => MemoryFolders.Use();
}
