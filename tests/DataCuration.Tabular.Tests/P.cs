public class PlaceholderTests { [Fact] public void Nothing() { } }
