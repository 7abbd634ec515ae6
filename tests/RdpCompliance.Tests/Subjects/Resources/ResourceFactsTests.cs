using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Tests.Subjects.Resources;

public sealed class ResourceFactsTests
{
    private static readonly Location Place = Location.StartOf(Source.FromText("a.json", ""), SpanUnit.Characters);

    [Fact]
    public void Objects_within_objects_cost_one_look_each()
    {
        Node value = new Node.Text(Place, "x");
        for (var depth = 0; depth < 60; depth++)
        {
            value = Record(value);
        }

        Assert.True(ResourceFacts.Of(value, Resource, "a").IsKnown);
    }

    [Fact]
    public void A_value_that_holds_one_value_too_often_is_not_taken_apart()
    {
        Node value = new Node.Text(Place, "x");
        for (var depth = 0; depth < 60; depth++)
        {
            value = new Node.Array(Place, [value, value]);
        }

        var fact = ResourceFacts.Of(value, Resource, "a");
        Assert.False(fact.IsKnown);
        Assert.Equal(UnknownReason.WrongType, fact.Reason);
    }

    [Fact]
    public void Of_an_object_that_names_a_property_twice_the_last_counts() =>
        Assert.Equal("2", ((FieldValue.Row?)ResourceFacts.Of(Twice(), Resource, "a").Value)?.Cells["x"].ToString());

    private static Resource Resource => new("A.B/c", new Node.Text(Place, "n"), Record(new Node.Text(Place, "x")), Place);

    private static Node.Object Twice() =>
        new(Place, [new("x", Place, new Node.Number(Place, "1")), new("X", Place, new Node.Number(Place, "2"))]);

    private static Node.Object Record(Node value) => new(Place, [new("x", Place, value)]);
}
