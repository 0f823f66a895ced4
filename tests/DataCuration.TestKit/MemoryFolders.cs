namespace DataCuration.TestKit;

/// <summary>Puts the temporary folders of a test project into memory.</summary>
public static class MemoryFolders
{
    private const string Shared = "/dev/shm", Variable = "TMPDIR";
    private const long LeastBytes = 2L << 30;

    /// <summary>
    /// Uses the system's memory file system, if it has room and no other place is asked for. Fits write and sync thousands of small files: on a disk that takes
    /// most of the time of their tests, and no test that calls this looks at what a disk does.
    /// </summary>
    public static void Use()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(Variable) is not null || !Directory.Exists(Shared)) return;
        if (new DriveInfo(Shared).AvailableFreeSpace >= LeastBytes) Environment.SetEnvironmentVariable(Variable, Shared);
    }
}
