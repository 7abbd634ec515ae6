using RdpCompliance.Engine.Sources;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RdpCompliance.Tests.Sources;

public sealed class YamlEventsTests
{
    [Theory]
    [InlineData("...\n~@")]
    [InlineData("?\t[\n`")]
    [InlineData("!![")]
    [InlineData("!<>")]
    [InlineData("a: [")]
    public void What_is_no_yaml_is_said_in_one_way(string text) => Assert.ThrowsAny<YamlException>(() => ReadAll(text));

    [Fact]
    public void No_short_text_throws_anything_else()
    {
        const string Pieces = "[]{}:,-#&*!|>'\"%@`\\\n\t aä<1.~?x";
        var random = new Random(20260101);
        for (var round = 0; round < 50_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            try
            {
                ReadAll(text);
            }
            catch (YamlException)
            {
                continue;
            }
            catch (Exception exception)
            {
                Assert.Fail($"'{text}': {exception}");
            }
        }
    }

    private static List<ParsingEvent> ReadAll(string text)
    {
        var parser = new YamlEvents(text);
        var events = new List<ParsingEvent>();
        while (parser.MoveNext() && parser.Current is { } next)
        {
            events.Add(next);
        }

        return events;
    }
}
