"""Question banks: GIFT and Moodle XML become quiz files; a quiz becomes GIFT, Moodle XML or QTI 2.2. Pure."""
