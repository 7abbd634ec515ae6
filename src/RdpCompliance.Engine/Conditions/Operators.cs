using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Conditions;

/// <summary>What each operator means. Text compares ordinal, ignoring case; numbers as 64-bit integers; texts of digits and dots part by part.</summary>
internal static class Operators
{
    /// <param name="isKnown">Whether the right side is; a value that is known to be none is <see langword="null"/> and known.</param>
    public static Truth Apply(Operator op, Fact left, FieldValue? right, bool isKnown = true)
    {
        switch (op)
        {
            case Operator.Stated:
                return left.IsStated is { } stated ? Is(stated == IsTrue(right)) : Truth.Unknown;
            case Operator.Exists:
                return left.IsKnown ? Is((left.Value is not null) == IsTrue(right)) : Truth.Unknown;
            case Operator.Layer when left.Layer is { } layer:
                return Is(
                    right is FieldValue.Text { Value: var name } && Enum.TryParse<Layer>(name, ignoreCase: true, out var wanted) && layer == wanted);
            case Operator.Layer:
                return left.IsKnown && left.IsStated is not null ? Truth.False : Truth.Unknown;
            default:
                break;
        }

        if (!left.IsKnown || !isKnown)
        {
            return Truth.Unknown;
        }

        // No value in force: it equals nothing, is in nothing, and is neither less nor greater.
        return (left.Value, right) is ({ } have, { } want)
            ? Compare(op, have, want)
            : Is(op is Operator.NotEquals or Operator.NotIn or Operator.NotLike);
    }

    /// <summary>A test of a number of which only the range is known.</summary>
    public static Truth ApplyToRange(Operator op, long least, long most, FieldValue? right)
    {
        if (right is not FieldValue.Number { Value: var want })
        {
            return Truth.Unknown;
        }

        if (op is Operator.Equals or Operator.NotEquals)
        {
            var truth = least == most ? Is(least == want) : want < least || want > most ? Truth.False : Truth.Unknown;
            return op == Operator.Equals ? truth : Not(truth);
        }

        // The order operators are monotonic, so both ends decide for all between.
        var low = Compare(op, new FieldValue.Number(least), right);
        return low == Compare(op, new FieldValue.Number(most), right) ? low : Truth.Unknown;
    }

    private static Truth Compare(Operator op, FieldValue have, FieldValue want) => op switch
    {
        _ when have is FieldValue.Account account => account.Sid is { } sid ? Compare(op, new FieldValue.Text(sid), want) : Truth.Unknown,
        Operator.Equals => Is(AreEqual(have, want)),
        Operator.NotEquals => Is(!AreEqual(have, want)),
        Operator.In => Is(IsIn(have, want)),
        Operator.NotIn => Is(!IsIn(have, want)),
        Operator.Like => Is(IsLike(have, want)),
        Operator.NotLike => Is(!IsLike(have, want)),
        Operator.Contains => Holds(have, Contains(have, want)),
        Operator.ContainsAny => Holds(have, ContainsAny(have, want)),
        Operator.Less or Operator.Before => Ordered(have, want, order => order < 0),
        Operator.LessOrEquals => Ordered(have, want, order => order <= 0),
        Operator.Greater or Operator.After => Ordered(have, want, order => order > 0),
        Operator.GreaterOrEquals => Ordered(have, want, order => order >= 0),
        Operator.Bits => (have, want) is (FieldValue.Number number, FieldValue.Number bits) ? Is((number.Value & bits.Value) == bits.Value) : Truth.Unknown,
        Operator.CoversPort => Ports(have, want, (range, wanted) => range.First <= wanted.First && wanted.Last <= range.Last, all: true),
        Operator.OverlapsPort => Ports(have, want, (range, wanted) => range.First <= wanted.Last && wanted.First <= range.Last, all: false),
        Operator.Within => Networks(have, want, (network, of) => of.PrefixLength <= network.PrefixLength && of.Contains(network.BaseAddress), all: true),
        Operator.Overlaps => Networks(have, want, (network, of) => of.Contains(network.BaseAddress) || network.Contains(of.BaseAddress), all: false),
        _ => throw new UnreachableException($"{op} has no case."),
    };

    private static Truth Is(bool value) => value ? Truth.True : Truth.False;

    private static Truth Not(Truth truth) => truth switch
    {
        Truth.True => Truth.False,
        Truth.False => Truth.True,
        _ => Truth.Unknown,
    };

    private static bool IsTrue(FieldValue? operand) => operand is FieldValue.Flag { Value: true };

    private static ImmutableArray<FieldValue> Members(FieldValue value) => value is FieldValue.List list ? list.Values : [value];

    private static bool AreEqual(FieldValue left, FieldValue right) => (left, right) switch
    {
        (FieldValue.Number a, FieldValue.Number b) => a.Value == b.Value,
        (FieldValue.Flag a, FieldValue.Flag b) => a.Value == b.Value,
        (FieldValue.Flag a, FieldValue.Number b) => b.Value is 0 or 1 && a.Value == (b.Value == 1),
        (FieldValue.Number, FieldValue.Flag) => AreEqual(right, left),
        (FieldValue.Instant a, FieldValue.Instant b) => a.Value == b.Value,
        (FieldValue.Duration a, FieldValue.Duration b) => a.Value == b.Value,
        (FieldValue.List a, FieldValue.List b) => a.Values.Length == b.Values.Length && a.Values.Zip(b.Values).All(pair => AreEqual(pair.First, pair.Second)),
        (FieldValue.List a, _) => a.Values is [var only] && AreEqual(only, right),
        (FieldValue.Account a, _) => string.Equals(a.Sid, right.ToString(), StringComparison.OrdinalIgnoreCase),
        _ => string.Equals(left.ToString(), right.ToString(), StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>Somebody of whom only the name is known may be the one that is looked for.</summary>
    private static Truth Holds(FieldValue have, bool isFound) =>
        !isFound && Members(have).Any(one => one is FieldValue.Account { Sid: null }) ? Truth.Unknown : Is(isFound);

    private static bool ContainsAny(FieldValue have, FieldValue want)
    {
        foreach (var one in Members(want))
        {
            if (Contains(have, one))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasMember(FieldValue.List list, FieldValue want)
    {
        foreach (var member in list.Values)
        {
            if (AreEqual(member, want))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsIn(FieldValue one, FieldValue list)
    {
        foreach (var member in Members(list))
        {
            if (AreEqual(one, member))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(FieldValue have, FieldValue want) => have is FieldValue.List list
        ? HasMember(list, want)
        : have.ToString().Contains(want.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>'*' stands for any characters, '?' for one; linear in both lengths but for the usual step back to the last '*'.</summary>
    private static bool IsLike(FieldValue have, FieldValue want)
    {
        var text = have.ToString();
        var pattern = want.ToString();
        int at = 0, p = 0, star = -1, mark = 0;
        while (at < text.Length)
        {
            if (p < pattern.Length && (pattern[p] == '?' || (pattern[p] != '*' && char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(text[at]))))
            {
                at++;
                p++;
            }
            else if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = at;
            }
            else if (star >= 0)
            {
                p = star + 1;
                at = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).Trim('*').IsEmpty;
    }

    private static Truth Ordered(FieldValue left, FieldValue right, Func<int, bool> holds) =>
        Order(left, right) is { } order ? Is(holds(order)) : Truth.Unknown;

    /// <returns><see langword="null"/> when the two have no order.</returns>
    private static int? Order(FieldValue left, FieldValue right) => (left, right) switch
    {
        (FieldValue.Number a, FieldValue.Number b) => a.Value.CompareTo(b.Value),
        (FieldValue.Instant a, FieldValue.Instant b) => a.Value.CompareTo(b.Value),
        (FieldValue.Duration a, FieldValue.Duration b) => a.Value.CompareTo(b.Value),
        (FieldValue.Text a, FieldValue.Instant b) => FieldValue.Instant.TryParse(a.Value)?.Value.CompareTo(b.Value),
        (FieldValue.Instant, FieldValue.Text) => -Order(right, left),
        (FieldValue.Text or FieldValue.Number, FieldValue.Text or FieldValue.Number) => OrderVersions(left.ToString(), right.ToString()),
        _ => null,
    };

    private static int? OrderVersions(string left, string right)
    {
        var a = left.Split('.');
        var b = right.Split('.');
        for (var index = 0; index < Math.Max(a.Length, b.Length); index++)
        {
            if (!TryPart(a, index, out var first) || !TryPart(b, index, out var second))
            {
                return null;
            }

            if (first != second)
            {
                return first.CompareTo(second);
            }
        }

        return 0;
    }

    private static bool TryPart(string[] parts, int index, out long part)
    {
        part = 0;
        return index >= parts.Length || long.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out part);
    }

    private static Truth Ports(FieldValue have, FieldValue want, Func<PortRange, PortRange, bool> matches, bool all)
    {
        var ranges = Members(have).Select(PortRange.TryParse).ToList();
        var wanted = Members(want).Select(PortRange.TryParse).ToList();
        if (ranges.Contains(null) || wanted.Contains(null))
        {
            return Truth.Unknown;
        }

        bool Found(PortRange? port) => port is { } one && ranges.Exists(range => range is { } known && matches(known, one));
        return Is(all ? wanted.TrueForAll(Found) : wanted.Exists(Found));
    }

    private static Truth Networks(FieldValue have, FieldValue want, Func<IPNetwork, IPNetwork, bool> matches, bool all)
    {
        var networks = Members(have).Select(TryNetwork).ToList();
        var wanted = Members(want).Select(TryNetwork).ToList();
        if (networks.Contains(null) || wanted.Contains(null))
        {
            return Truth.Unknown;
        }

        bool Found(IPNetwork? network) =>
            network is { } one
            && wanted.Exists(of => of is { } known && known.BaseAddress.AddressFamily == one.BaseAddress.AddressFamily && matches(one, known));
        return Is(all ? networks.TrueForAll(Found) : networks.Exists(Found));
    }

    /// <summary>An address is a network of its full length; host bits of a prefix are cleared, as Azure does.</summary>
    private static IPNetwork? TryNetwork(FieldValue value)
    {
        var text = value.ToString();
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        var length = bytes.Length * 8;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > bytes.Length * 8))
        {
            return null;
        }

        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), length);
    }

    /// <summary>"3389", "3380-3390" or "*".</summary>
    private readonly record struct PortRange(int First, int Last)
    {
        public static PortRange? TryParse(FieldValue value)
        {
            var text = value.ToString();
            if (text is "*")
            {
                return new(0, ushort.MaxValue);
            }

            var dash = text.IndexOf('-', StringComparison.Ordinal);
            return TryPort(dash < 0 ? text : text[..dash]) is { } first && TryPort(dash < 0 ? text : text[(dash + 1)..]) is { } last ? new(first, last) : null;
        }

        private static int? TryPort(string text) =>
            ushort.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var port) ? port : null;
    }
}
