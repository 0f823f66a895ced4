namespace DataCuration.Tests.Programs;

/// <summary>Signals are tested with a process of their own: <c>SignalTests</c> of the integration tests.</summary>
public sealed class ConsoleProgramTests
{
    [Fact]
    public async Task RunAsync_Success_ReturnsZero()
    {
        bool ran = false;
        Assert.Equal(0, await ConsoleProgram.RunAsync(token =>
        {
            ran = !token.IsCancellationRequested;
            return Task.CompletedTask;
        }));
        Assert.True(ran);
    }

    [Theory]
    [InlineData(typeof(CurationException), 1)]
    [InlineData(typeof(FileNotFoundException), 1)]
    [InlineData(typeof(UnauthorizedAccessException), 1)]
    [InlineData(typeof(InvalidDataException), 1)]
    [InlineData(typeof(InvalidOperationException), 1)]
    [InlineData(typeof(PhaseIncompleteException), 75)]
    public async Task RunAsync_ExplainedError_ReturnsItsCode(Type type, int expected) =>
        Assert.Equal(expected, await ConsoleProgram.RunAsync(_ => throw (Exception)Activator.CreateInstance(type, "for a test")!));

    [Fact]
    public async Task RunAsync_OtherExceptions_AreThrown()
    {
        await Assert.ThrowsAsync<DivideByZeroException>(() => ConsoleProgram.RunAsync(_ => throw new DivideByZeroException()));
        // A fault of the program: its stack tells where, and the message alone does not.
        await Assert.ThrowsAsync<InvalidOperationException>(() => ConsoleProgram.RunAsync(_ => Task.FromResult(Array.Empty<int>().First())));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ConsoleProgram.RunAsync(_ => Task.FromResult(new List<int>()[0])));
        // Ctrl-C was not pressed.
        await Assert.ThrowsAsync<OperationCanceledException>(() => ConsoleProgram.RunAsync(_ => throw new OperationCanceledException()));
    }
}
