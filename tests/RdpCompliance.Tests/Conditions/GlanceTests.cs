using System.Collections.Immutable;
using RdpCompliance.Engine.Conditions;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Tests.Conditions;

public sealed class GlanceTests
{
    private static readonly string[] Fields = ["a", "b", "c", "d"];
    private static readonly Source Place = Source.FromText("sample.txt", "a");
    private static readonly SubjectKind Whole = Kind("whole") with { Relations = [new("parts", "part", true, null)] };
    private static readonly SubjectKind Part = Kind("part");

    /// <summary>What a rule says is decided by truths alone wherever the glance saw nothing, so it must never see less than the reasons hold.</summary>
    [Fact]
    public void Truths_without_reasons_are_those_with_reasons_and_what_was_seen_is_no_less()
    {
        var random = new Random(7);
        var counts = new int[3];
        for (var round = 0; round < 20_000; round++)
        {
            var world = new World(random);
            var condition = ConditionOf(random, 3, ofPart: false);
            var scope = Scope.Of(world.Top);
            var glance = new Glance();
            var brief = new Evaluator(world, World.Parameters, default, glance);
            var full = new Evaluator(world, World.Parameters, default);

            var wanted = full.Judge(condition, scope);
            Assert.Equal(wanted.Truth, brief.Judge(condition, scope).Truth);
            Assert.Equal(full.JudgeMeant(condition, scope).Truth, brief.JudgeMeant(condition, scope).Truth);
            counts[(int)wanted.Truth]++;
            foreach (var fact in wanted.Deciders.Select(decider => decider.Fact))
            {
                Assert.True(glance.SawWrongType || fact.Reason != UnknownReason.WrongType);
                Assert.True(glance.SawOverridable || fact.Unless.IsEmpty);
                Assert.True(glance.SawDoubtful || fact.Reason is null or UnknownReason.NotCollected);
                Assert.True(glance.SawStated || fact is not { IsKnown: true, IsStated: true, Grounds.IsEmpty: false });
            }
        }

        Assert.All(counts, count => Assert.InRange(count, 1_000, 18_000));
    }

    private static SubjectKind Kind(string name) => new(name, name, Location.StartOf(Place, SpanUnit.Characters))
    {
        Fields = [.. Fields.Select(field => new FieldDefinition(field, FieldType.Text, new FieldOrigin.Derived(), null, null))],
    };

    private static Condition ConditionOf(Random random, int depth, bool ofPart) => random.Next(depth == 0 ? 1 : ofPart ? 5 : 8) switch
    {
        0 => new Condition.Leaf(PathOf(random), [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => TestOf(random))]),
        1 => new Condition.AllOf(Several(random, depth, ofPart)),
        2 => new Condition.AnyOf(Several(random, depth, ofPart)),
        3 or 4 => new Condition.Not(ConditionOf(random, depth - 1, ofPart)),
        5 => random.Next(2) == 0
            ? new Condition.Any(Parts, random.Next(4) == 0 ? null : ConditionOf(random, depth - 1, ofPart: true))
            : new Condition.None(Parts, random.Next(4) == 0 ? null : ConditionOf(random, depth - 1, ofPart: true)),
        6 => new Condition.All(Parts, random.Next(2) == 0 ? null : ConditionOf(random, depth - 1, ofPart: true), ConditionOf(random, depth - 1, ofPart: true)),
        _ => new Condition.Count(
            Parts,
            random.Next(2) == 0 ? null : ConditionOf(random, depth - 1, ofPart: true),
            [new(random.Next(2) == 0 ? Operator.GreaterOrEquals : Operator.Equals, new Operand.Literal(new FieldValue.Number(random.Next(3))))]),
    };

    private static readonly Members Parts = new Members.Related(new("parts", 0, [], "parts"));

    private static ImmutableArray<Condition> Several(Random random, int depth, bool ofPart) =>
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => ConditionOf(random, depth - 1, ofPart))];

    private static FieldPath PathOf(Random random)
    {
        var field = Fields[random.Next(Fields.Length)];
        return new(field, 0, [], field);
    }

    private static Test TestOf(Random random) => random.Next(6) switch
    {
        0 => new(Operator.Exists, new Operand.Literal(new FieldValue.Flag(random.Next(2) == 0))),
        1 => new(Operator.Stated, new Operand.Literal(new FieldValue.Flag(random.Next(2) == 0))),
        2 => new(Operator.Equals, new Operand.Path(PathOf(random))),
        3 => new(Operator.NotEquals, new Operand.Parameter("wanted")),
        _ => new(Operator.Equals, new Operand.Literal(new FieldValue.Number(random.Next(2)))),
    };

    /// <summary>One thing with up to three parts, whose fields hold every kind of fact.</summary>
    private sealed class World : IFactSource
    {
        private readonly Dictionary<(Subject, string), Fact> _facts = [];
        private readonly ImmutableArray<Subject> _parts;
        private readonly bool _mayHaveMore;

        public World(Random random)
        {
            Top = Thing(Whole, "top");
            _parts = [.. Enumerable.Range(0, random.Next(4)).Select(index => Thing(Part, $"part{index}"))];
            _mayHaveMore = random.Next(3) == 0;
            foreach (var subject in _parts.Prepend(Top))
            {
                foreach (var field in Fields)
                {
                    _facts[(subject, field)] = FactOf(random);
                }
            }
        }

        public static ImmutableDictionary<string, FieldValue> Parameters { get; } =
            ImmutableDictionary<string, FieldValue>.Empty.Add("wanted", new FieldValue.Number(1));

        public Subject Top { get; }

        public DateTimeOffset AsOf => default;

        public ImmutableArray<string> ReachableFrom => [];

        public bool IsMeantToBeReached => false;

        public ImmutableArray<Subject> OfKind(string kind) => kind == Part.Name ? _parts : [Top];

        public Fact FactOf(Subject subject, string field, FieldValue? argument) => _facts[(subject, field)];

        public RelatedSubjects? Related(Subject subject, string relation) => relation == "parts"
            ? new(_parts, _mayHaveMore ? Fact.Unknown(UnknownReason.NotCollected, "all parts") : null)
            : null;

        private static Subject Thing(SubjectKind kind, string name) =>
            new(kind, new SubjectId.Element(new SubjectId.UnnamedMachine("M"), kind.Name, name, 0), name, new([]), JudgementMode.InForce)
            {
                Place = Location.StartOf(Place, SpanUnit.Characters),
            };

        private static Fact FactOf(Random random)
        {
            var value = new FieldValue.Number(random.Next(2));
            var grounds = ImmutableArray.Create(Ground.Thing(Location.StartOf(Place, SpanUnit.Characters)));
            return random.Next(8) switch
            {
                0 => Fact.Unknown(UnknownReason.NotCollected, "it"),
                1 => Fact.Unknown(UnknownReason.WrongType, "it") with { Grounds = grounds },
                2 => Fact.Unknown(UnknownReason.Unresolvable, "it") with { Grounds = grounds },
                3 => Fact.Absent(),
                4 => Fact.Known(value) with { IsStated = false },
                5 => Fact.Known(value) with { Grounds = grounds, Unless = [new(UnknownReason.NotCollected, "a policy")] },
                _ => Fact.Known(value) with { Grounds = grounds },
            };
        }
    }
}
