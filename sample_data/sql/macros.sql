-- Drawing by hash: the same seed, id and purpose always give the same number.
create macro u(i, purpose) as cast(
    hash(xor(hash(cast(i as bigint)), hash(getvariable('seed') || purpose)))
    >> 11 as double
) / cast(9007199254740992 as double);
create macro pick(items, x) as items[1 + cast(floor(x * length(items)) as int)];
create macro words(name) as getvariable('words_' || name);
create macro between_of(x, low, high) as low + x * (high - low);
create macro log_between(x, low, high) as
case when low <= 0 then 0 else low * power(cast(high as double) / low, x) end;
create macro step_to(x, size) as cast(round(x / size) * size as decimal(18, 2));
create macro money(x) as cast(x as decimal(18, 2));
create macro bell(x, y) as sqrt(-2 * ln(greatest(x, 1e-12))) * cos(2 * pi() * y);
create macro as_of() as getvariable('as_of');
create macro until() as getvariable('until');
create macro horizon() as getvariable('horizon');
create macro months_later() as date_diff('month', as_of(), horizon());
create macro history_from() as getvariable('history_from');
create macro months() as getvariable('months');
create macro month_start(m) as cast(
    date_trunc('month', as_of()) - to_months(m) as date
);
create macro in_month(m, day_of_month) as month_start(m)
+ cast(day_of_month - 1 as int);
create macro moment(on_date, hour_of_day, x) as cast(on_date as timestamp)
+ to_seconds(
    cast(floor(least(greatest(hour_of_day, 0), 23) * 3600 + x * 59) as bigint)
);
create macro customer_of(i) as 'C' || lpad(cast(i as varchar), 8, '0');
create macro account_of(i, slot) as
'A' || lpad(cast(i as varchar), 8, '0') || lpad(cast(slot as varchar), 2, '0');
create macro outside_account(x) as '62'
|| lpad(cast(cast(floor(x * 1e14) as bigint) as varchar), 14, '0');
create macro sound_stranger(k) as 'X' || lpad(cast(k as varchar), 7, '0') || '5';
create macro stranger_account(k) as 'XA' || lpad(cast(k as varchar), 7, '0') || '7';
create macro phone_of(k) as '1' || lpad(cast(30 + k // 10000 as varchar), 2, '0')
|| '0000' || lpad(cast(k % 10000 as varchar), 4, '0');
create macro is_own(n) as n between 15000 and 15199 or n between 16000 and 18999;
create macro is_wage(n) as n between 9000 and 9199;
create macro is_spent(amount, n, memo) as amount < 0 and not is_own(n)
and memo is distinct from '贷款还款';
create macro months_back(moment_or_day) as date_diff('month', moment_or_day, as_of());
create macro last_month() as case when as_of() = last_day(as_of()) then 0 else 1 end;
create macro has_new_home(i, segment) as segment = 'mortgage_family'
and u(i, 'new home') < 0.08;
create macro is_let_down(i) as u(i, 'let down') < 0.004;
create macro is_asset(kind) as kind in (
    'time_deposit', 'wealth', 'fund', 'insurance', 'gold', 'securities'
);
