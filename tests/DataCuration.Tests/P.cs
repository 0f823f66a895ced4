namespace DataCuration.Tests; public class PlaceholderTests { [Fact] public void Nothing() { } }
